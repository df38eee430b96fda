-- What callers show to be let in. Only a digest of the secret is kept: a key is shown once, when it is made.
create table api_key (
    tenant id_text not null,
    id id_text not null,
    prefix id_text not null,        -- the part of the key that lists show; finds it over all tenants
    name text not null,
    sha256 blob not null,           -- of the whole key
    scopes text not null,           -- JSON list: read, vectors:write
    created_at bigint not null,
    created_by text not null,       -- the id of a key, local, or first_start
    expires_at bigint,
    last_used_at bigint,            -- to the minute
    revoked_at bigint,
    rotated_from id_text,           -- the id of the key that this one replaces
    primary key (tenant, id)
) without rowid;

create unique index api_key_prefix on api_key (prefix);

-- Random secrets that the installation made for itself, by what they are for. They belong to no tenant.
create table installation_secret (
    name id_text not null,
    secret blob not null,
    created_at bigint not null,
    primary key (name)
) without rowid;
