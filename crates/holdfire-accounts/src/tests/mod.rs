//! Tests over the whole of the accounts.
