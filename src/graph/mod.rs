//! Claims to quads: vocabularies, IRIs, provenance, serialisation, and the store.
