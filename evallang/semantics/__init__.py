"""From the syntax tree to the resolved program: names, types, units and what they contradict."""
