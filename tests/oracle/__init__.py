"""An oracle that knows nothing of the package: values of its own to hold every public verdict against."""
