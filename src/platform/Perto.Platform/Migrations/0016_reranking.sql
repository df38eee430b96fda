-- Re-ranking: answers that feedback may come for, what it taught of each model, and how complex an owner's queries are.
create table reranking_answer (
    tenant id_text not null,
    id id_text not null,
    scope id_text not null,
    model id_text not null,         -- provider:model
    owner id_text,
    shown text not null,            -- reranked, original
    propensity double precision not null,
    original text not null,         -- JSON list of ids, best first, as many as were shown
    reranked text not null,         -- the same in the order of the re-ranker
    at bigint not null,
    feedback_at bigint,
    primary key (tenant, id)
) without rowid;

create index reranking_answer_time on reranking_answer (at);

create index reranking_answer_owner on reranking_answer (tenant, owner);

create table reranking_gate (
    tenant id_text not null,
    scope id_text not null,
    model id_text not null,
    revision bigint not null,       -- one more with each feedback: whoever raises it holds the row
    state text not null,            -- JSON
    updated_at bigint not null,
    primary key (tenant, scope, model)
) without rowid;

create table reranking_owner (
    tenant id_text not null,
    owner id_text not null,
    complexities text not null,     -- JSON list, the latest last
    updated_at bigint not null,
    primary key (tenant, owner)
) without rowid;
