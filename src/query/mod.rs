//! A store to tables: saved queries and their parameters.
