//! Sentences in, claims out, through the real network.
