"""What the examples of a document touch: goals are all that there is to touch, seen is what one example does touch."""
