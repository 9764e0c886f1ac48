//! Where somebody's words stand in quotation marks.
