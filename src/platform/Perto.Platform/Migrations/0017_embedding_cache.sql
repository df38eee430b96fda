-- Vectors of texts, so that they need not be made again; derived: all of it may be deleted at any time.
create table embedding_cache (
    tenant id_text not null,
    space id_text not null,         -- model with its version, dimensions that were asked for, purpose, and whether of length 1
    hash id_text not null,          -- SHA-256 of the text
    head text not null,             -- the beginning of the text, for people who look here
    vector blob not null,           -- float32, little-endian
    hits bigint not null,
    created_at bigint not null,
    used_at bigint not null,
    primary key (tenant, space, hash)
);

create index embedding_cache_used on embedding_cache (used_at);
create index embedding_cache_hash on embedding_cache (tenant, hash);

-- The spaces that vectors of a tenant were made in. A text that is forgotten is forgotten in all of them.
create table embedding_space (
    tenant id_text not null,
    space id_text not null,
    probe blob,                     -- what the model gave for a text that is always the same: another vector under the same name is another model
    checked_at bigint,
    primary key (tenant, space)
);
