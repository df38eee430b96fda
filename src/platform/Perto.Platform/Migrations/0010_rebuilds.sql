-- Derived collections are made anew under another model, or filled again, in the background.
alter table vector_collection add column builder id_text;  -- the rebuild that fills it; null: a publication does

-- From here on this is also the latest time of change of the collection's embeddings: the next one is behind it.
update vector_collection set updated_at = coalesce(
    (select max(e.updated_at) from embedding e
     where e.tenant = vector_collection.tenant and e.collection = vector_collection.name and e.updated_at > vector_collection.updated_at),
    updated_at);

create table collection_rebuild (
    tenant id_text not null,
    id id_text not null,
    alias id_text not null,
    kind text not null,             -- rebuild, reembed
    model text not null,            -- whose space the records are in when it is done
    source id_text not null,        -- the collection that was live when it was asked for
    target id_text,                 -- the collection that is filled; null before
    state text not null,            -- waiting, running, done, failed, cancelled
    last_id id_text not null,       -- records up to here are done
    done bigint not null,
    total bigint not null,
    failure text,
    server text,
    cancel_asked_at bigint,
    asked_at bigint not null,
    started_at bigint,
    taken_at bigint,                -- by the process that is at it, with so many done
    taken_done bigint not null,
    updated_at bigint not null,
    finished_at bigint,
    primary key (tenant, id)
);

-- One at a time for each alias.
create unique index collection_rebuild_unfinished on collection_rebuild (tenant, alias) where finished_at is null;
