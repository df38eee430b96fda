-- Embeddings are the truth; the collections of the vector store are made from them and can be made again.
create table vector_collection (
    tenant id_text not null,
    name id_text not null,          -- as the vector store knows it: alias@model:dimension
    alias id_text not null,         -- as programs ask for it
    model text not null,            -- whose space the vectors are in
    dimension integer not null,     -- of the first vector of the schema
    metric text not null,
    definition text not null,       -- JSON: the vectors and payload fields
    state text not null,            -- building, live, retired
    created_at bigint not null,
    updated_at bigint not null,
    primary key (tenant, name)
) without rowid;

-- An alias leads to one collection.
create unique index vector_collection_live on vector_collection (tenant, alias) where state = 'live';

create table embedding (
    tenant id_text not null,
    collection id_text not null,    -- vector_collection.name
    id id_text not null,
    expires_at bigint,
    updated_at bigint not null,     -- before the vectors: looked at without reading them
    vectors blob not null,
    payload text not null,          -- JSON object
    primary key (tenant, collection, id)
);
