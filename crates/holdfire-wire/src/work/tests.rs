//! Tests of acts as fields.
