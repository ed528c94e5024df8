"""Common ground as readers and the newsroom see it: pictures, words, a table, and an image."""
