using System.Collections.Frozen;

namespace Perto.Server;

/// <summary>Every problem code there is, explained; a code that is thrown anywhere and is not here fails a test.</summary>
internal static class ProblemCatalogue
{
    /// <summary>All kinds, by status and then by code.</summary>
    public static IReadOnlyList<ProblemKind> All { get; } =
    [
        .. ((ProblemKind[])
        [
            .. OfRequests, .. OfTheState, .. OfTheServer, .. OutsideOfHttp,
        ]).OrderBy(kind => kind.Status).ThenBy(kind => kind.Code, StringComparer.Ordinal),
    ];

    private static FrozenDictionary<string, ProblemKind> ByCode { get; } = All.ToFrozenDictionary(kind => kind.Code, StringComparer.Ordinal);

    /// <summary>The kind of a code, or null.</summary>
    public static ProblemKind? Find(string code) => ByCode.GetValueOrDefault(code);

    private static ProblemKind[] OfRequests =>
    [
        new("invalid_value", 400, "A value is not allowed",
            "A parameter, a header or a field of the body breaks its rule. Nothing was written.",
            "field names it, given is what came, allowed is the rule. Mend the value and send the request again; sent unchanged it fails again."),
        new("invalid_json", 400, "The body is not the JSON it should be",
            "The body is no JSON, is nested deeper than 32 levels, or a field has another type, is missing or is unknown. Nothing was written.",
            "field is the JSON path of the place; the title has line and byte. Fields that are not known are refused, because they would be lost in silence."),
        new("bad_request", 400, "The request could not be read",
            "The request breaks the rules of HTTP itself, such as a body that ends before its announced length. Nothing was written.",
            "Look at what sends it: a proxy that cuts bodies, or a length that does not fit."),
        new("unknown_route", 404, "There is nothing at this address",
            "The path is none that the server has.",
            "Compare it with /docs or /openapi/v1.json; ids in a path are url-encoded."),
        new("not_found", 404, "The thing named does not exist",
            "field says what was looked for and given its id. What belongs to another tenant does not exist either.",
            "Check the id; lists say what there is."),
        new("method_not_allowed", 405, "The address does not take this method",
            "The path exists, but not with this method.",
            "The header Allow says which it takes."),
        new("not_acceptable", 406, "No form of the answer fits Accept",
            "The header Accept leaves out every media type that the endpoint answers with. Nothing was done.",
            "Send Accept: application/json, or none."),
        new("body_too_slow", 408, "The body came too slowly",
            "After five seconds a body must come with at least Perto:Server:MinBytesPerSecond. Nothing was written.",
            "Send it again over a better connection, or in smaller parts."),
        new("body_too_large", 413, "The body is too large",
            "The body is larger than the endpoint takes (Perto:Server:MaxBodyBytes where it does not say otherwise). Nothing was written.",
            "Send it in parts: lists of records and events may be split freely."),
        new("url_too_long", 414, "The address is too long",
            "Path and query together have more than 8,000 characters.",
            "Send long values in a body; searches and look-ups have a POST for that."),
        new("unsupported_media_type", 415, "The body is of another type",
            "The header Content-Type is missing or names a type that the endpoint does not take.",
            "allowed says which it takes: application/json nearly everywhere, multipart/form-data for files."),
        new("host_not_allowed", 421, "The server does not answer to this name",
            "The header Host names neither a loopback address nor a name of Perto:Server:AllowedHosts. It keeps pages of other sites from reading through a browser.",
            "Call the server by a loopback address, or add the name to Perto:Server:AllowedHosts."),
        new("idempotency_key_reused", 422, "The key belongs to another request",
            "This Idempotency-Key came before with another method, path or body. Nothing was done.",
            "Make a new key for each request, and use it again only to repeat exactly that request."),
        new("cross_site_request", 403, "A page of another site may not change anything",
            "A browser sent a change on behalf of a page that is not this server's.",
            "Call the API from a program, or from a page that this server serves."),
    ];

    private static ProblemKind[] OfTheState =>
    [
        new("idempotency_in_progress", 409, "The request is being carried out",
            "A request with this Idempotency-Key runs at this moment.",
            "Ask again after Retry-After: it then gets the answer of the first."),
        new("idempotency_answer_not_kept", 409, "The request was carried out; its answer was too long to keep",
            "A request with this Idempotency-Key was carried out before. Its answer had more than 256 KiB and was given once only.",
            "Read what the request made by other means; do not send it again with another key."),
        new("collection_schema", 409, "The collection has another schema",
            "A collection of this name exists with other vectors or payload fields. Nothing was changed.",
            "Use another name, or delete the collection first."),
        new("collection_derived", 409, "The collection is made from the database",
            "Only the part of Perto that makes the collection writes to it. Nothing was changed.",
            "Change what it is made from, or create a collection of your own."),
        new("collection_not_ready", 409, "The collection is not rebuilt yet",
            "The collection is being filled from the database.",
            "Ask again shortly."),
        new("import_running", 409, "This import runs already",
            "An import of the same source is under way.",
            "Follow the running one; its id is in the title."),
        new("no_earlier_model", 409, "There is no version to go back to",
            "The model has no earlier version that was live.",
            "Train it again."),
        new("nothing_to_learn", 409, "There is nothing to learn from",
            "Nobody has watched enough for a training.",
            "Import or record views first."),
        new("trainings_waiting", 409, "Enough trainings wait already",
            "As many trainings as are kept wait for their turn.",
            "Ask again when one is done."),
        new("workers_off", 409, "This server does no background work",
            "The server was started with --workers false.",
            "Ask a server that has workers."),
        new("data_folder_in_use", 409, "Another process has the data folder",
            "One process owns a data folder.",
            "Stop the other one, or call it by its address.") { OutsideHttp = true },
    ];

    private static ProblemKind[] OfTheServer =>
    [
        new("internal_error", 500, "Something went wrong inside the server",
            "Nobody foresaw this. The log has the details under the trace id of the answer.",
            "Try again once; if it stays, look up trace_id in the log."),
        new("model_corrupt", 500, "A stored model is damaged",
            "The bytes of the model are not those that were stored.",
            "Roll back to another version, or train it again."),
        new("http_error", 500, "The server refused the request",
            "The web server itself refused the request; the status says how.",
            "Look the status up in RFC 9110."),
        new("starting", 503, "The server is starting",
            "Collections are being rebuilt from the database. /health/ready says how far they are. Nothing was done.",
            "Ask again after Retry-After."),
        new("overloaded", 503, "The server has too much to do",
            "Perto:Server:MaxConcurrentRequests are worked on and Perto:Server:MaxQueuedRequests wait. Nothing was done.",
            "Ask again after Retry-After, and wait longer each time it comes again."),
        new("time_limit", 503, "The request took too long",
            "The request was ended after Perto:Server:RequestSeconds, or the time of its endpoint. A write either happened as a whole or not at all.",
            "Ask for less at once. Repeat a write with its Idempotency-Key."),
        new("storage_failed", 503, "The vector store cannot use its files",
            "The disk is full, or a file cannot be read or written; the title says which. What was acknowledged is safe.",
            "Do what the title says, then try again."),
        new("database_unavailable", 503, "The database does not answer",
            "The connection to the database failed or was cut off.",
            "Try again after Retry-After; if it stays, look at the database."),
        new("transaction_ended", 503, "The database ended the transaction",
            "The database ended the work before its commit. Nothing was kept.",
            "Try again."),
        new("model_unavailable", 503, "The live model cannot be used",
            "The live model could not be loaded; the log says why.",
            "Roll back to another version, or train it again."),
    ];

    private static ProblemKind[] OutsideOfHttp =>
    [
        new("invalid_data_file", 400, "A line of a data file is wrong",
            "A data set for an evaluation has a line that breaks its layout.",
            "The message names file, line, field and rule.") { OutsideHttp = true },
        new("invalid_setting", 500, "A setting cannot be used",
            "The program did not start, because a setting has a value that is not allowed.",
            "The message names the setting, as it is written in files and in the environment, and what is allowed.") { OutsideHttp = true },
        new("migration_failed", 500, "The database could not be brought up to date",
            "A migration failed; the program did not start and the schema is as it was before that migration.",
            "The message has the database's own words.") { OutsideHttp = true },
        new("address_in_use", 500, "Another program listens at the address",
            "The program did not start.",
            "Stop the other program, or choose another address with --urls.") { OutsideHttp = true },
        new("address_not_available", 500, "The address cannot be listened at",
            "The program did not start.",
            "Choose another address with --urls.") { OutsideHttp = true },
        new("server_unreachable", 503, "No server answers at the address",
            "The command line or the client found no server.",
            "Start one with perto serve, or check the address.") { OutsideHttp = true },
        new("training_failed", 500, "The training failed",
            "A training that the command line waited for ended with an error.",
            "The message has the reason; the server's log has more.") { OutsideHttp = true },
        new("failed", 500, "The server answered in words that are not its own",
            "The client got an error that is no problem document, as from a proxy between the two.",
            "The message quotes its beginning.") { OutsideHttp = true },
        new("empty_answer", 500, "The server answered with nothing",
            "The client expected a body and got none; something between the two may have cut it off.",
            "Look at what stands between the client and the server.") { OutsideHttp = true },
    ];
}
