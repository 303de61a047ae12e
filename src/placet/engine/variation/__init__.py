"""One question, varied: in single facts, readings and days, over time, over two fields."""
