//! What a villager could not read, what is wrong or out of date.
