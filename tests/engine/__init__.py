"""Tests of the engine, folder by folder as the engine has them."""
