"""Claims: who is looking at which waiting item, so that two people are not handed the same one."""
