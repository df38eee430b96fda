-- What calls of language models took, added up by day. Servers add to a row several seconds' calls at once.
create table language_usage (
    tenant id_text not null,        -- _installation: work that belongs to no tenant
    day id_text not null,           -- UTC, 2025-01-31
    provider id_text not null,
    model id_text not null,
    purpose id_text not null,       -- embedding, reranking, chat, or what the caller says
    requests bigint not null,
    texts bigint not null,
    input_tokens bigint not null,
    output_tokens bigint not null,
    searches bigint not null,
    cost_micro_usd bigint not null, -- of those requests whose cost is known
    unpriced bigint not null,       -- requests whose cost is not known
    estimated bigint not null,      -- requests whose provider did not say what they took: where a limit of spending must count them, their cost is an estimate
    primary key (tenant, day, provider, model, purpose)
) without rowid;

create index language_usage_day on language_usage (day);
