"""What is wrong in a methodology, found without any data: checks that each look for one bad pattern."""
