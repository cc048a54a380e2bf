"""python -m trustkpi does what trustkpi does."""

from trustkpi.cli import main

if __name__ == "__main__":
    main()
