using System.Text.Json;
using Perto.Vectors;

namespace Perto.Qdrant;

/// <summary>
/// A query on its way. The server gives the best, and of equals some: so more are asked for until those that count are certain, in the order of
/// ids among equals.
/// </summary>
internal sealed class PendingSearch
{
    private const int Growth = 4;

    // How many more than the best K are asked for: of more equals at the end of the ranking than these the server chooses, and groups that are not
    // filled by then stay so.
    private const int MostFurther = 10_000;

    private readonly VectorQuery _query;
    private readonly VectorField _field;
    private readonly int _ef;
    private int _limit;
    private bool _exact;

    public PendingSearch(VectorQuery query, Filter? filter, VectorField field)
    {
        _query = query;
        Filter = filter;
        _field = field;
        _exact = query.Exact;
        _ef = Math.Max(query.Ef ?? field.Index.SearchEf, query.K);
        _limit = (query.Group is null ? query.K : query.K * Growth) + 1;
    }

    /// <summary>Which records; all, if <see langword="null"/>.</summary>
    public Filter? Filter { get; }

    /// <summary>The field that is searched.</summary>
    public VectorField Field => _field;

    /// <summary>The query vector.</summary>
    public VectorValue Value => _query.Value;

    /// <summary>The answer; best first.</summary>
    public IReadOnlyList<Hit> Hits { get; private set; } = [];

    /// <summary>Whether it is there.</summary>
    public bool IsDone { get; private set; }

    /// <summary>
    /// Whether records whose products cancel out may belong to the answer: the server leaves them out of a search of a sparse field.
    /// </summary>
    public bool NeedsCancelled { get; private set; }

    private bool IsSparse => _field.Kind == VectorKind.Sparse;

    /// <summary>Writes it as the server wants it.</summary>
    public void Write(Utf8JsonWriter writer, CollectionSchema schema, long now)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("query"u8);
        VectorForm.Write(writer, _field, _query.Value);
        writer.WriteString("using"u8, _field.Name);
        writer.WritePropertyName("filter"u8);
        new FilterForm(schema, writer).Write(Filter, now);
        writer.WriteNumber("limit"u8, _limit);
        if (!IsSparse)
        {
            writer.WriteStartObject("params"u8);
            writer.WriteBoolean("exact"u8, _exact);
            writer.WriteNumber("hnsw_ef"u8, Math.Max(_ef, _limit));
            writer.WriteEndObject();
        }
        WritePayload(writer, schema);
        writer.WriteBoolean("with_vector"u8, _query.IncludeVectors);
        writer.WriteEndObject();
    }

    /// <summary>Takes an answer of the server: it is enough, or <see cref="Write"/> asks for more.</summary>
    public void Take(IReadOnlyList<Hit> found)
    {
        bool isAll = found.Count < _limit;
        if (isAll && found.Count < _query.K && !_exact && !IsSparse)
        {
            // A walk may end before it has seen all that match.
            _exact = true;
            return;
        }
        float worst = found.Count == 0 ? float.PositiveInfinity : found.Min(hit => hit.Score);
        List<Hit> ranked = [.. found.Where(hit => !(IsSparse && hit.Score == 0))];
        ranked.Sort(Hit.Compare);
        List<Hit> certain = isAll ? ranked : ranked.FindAll(hit => hit.Score > worst);
        IReadOnlyList<Hit> chosen = Chosen(IsSparse ? certain.FindAll(hit => hit.Score > 0) : certain);
        if (chosen.Count == _query.K || worst < _query.MinimumScore)
        {
            Answer(chosen.Count == _query.K ? chosen : Chosen(certain));
            return;
        }
        if (IsSparse && (isAll || worst <= 0))
        {
            Hits = ranked;
            NeedsCancelled = true;
            IsDone = true;
            return;
        }
        int most = _query.K + MostFurther;
        if (isAll || _limit > most)
            Answer(Chosen(ranked));
        else
            _limit = Math.Min(_limit * Growth, most + 1);
    }

    /// <summary>Takes records that <see cref="NeedsCancelled"/> asks for beside those that the server found.</summary>
    public async Task AddAsync(IAsyncEnumerable<Hit> cancelled)
    {
        HashSet<string> known = [.. Hits.Select(hit => hit.Record.Id)];
        // The worst is at hand: without groups no more than the best K of them can be hits, and they may be most of the collection.
        PriorityQueue<Hit, Hit> best = new(Comparer<Hit>.Create(static (x, y) => Hit.Compare(y, x)));
        await foreach (Hit hit in cancelled)
        {
            if (hit.Score < _query.MinimumScore || known.Contains(hit.Record.Id))
                continue;
            best.Enqueue(hit, hit);
            if (_query.Group is null && best.Count > _query.K)
                best.Dequeue();
        }
        List<Hit> ranked = [.. Hits, .. best.UnorderedItems.Select(item => item.Element)];
        ranked.Sort(Hit.Compare);
        NeedsCancelled = false;
        Answer(Chosen(ranked));
    }

    /// <summary>The answer as the contract has it.</summary>
    public SearchResult Result(TimeSpan elapsed) => new(
        [
            .. Hits.Select(hit => new SearchHit
            {
                Id = hit.Record.Id,
                Score = hit.Score,
                Distance = hit.Distance,
                Payload = _query.IncludePayload ? hit.Record.Payload.AsReadOnly() : System.Collections.ObjectModel.ReadOnlyDictionary<string, PayloadValue>.Empty,
                Vectors = _query.IncludeVectors ? hit.Record.Vectors.AsReadOnly() : System.Collections.ObjectModel.ReadOnlyDictionary<string, VectorValue>.Empty,
            }),
        ],
        new SearchExplain { Strategy = Strategy, Ef = _exact || IsSparse ? 0 : _ef, Elapsed = elapsed });

    private string Strategy => (IsSparse, _exact, Filter) switch
    {
        (true, _, _) => "postings",
        (_, true, null) => "exact scan",
        (_, true, _) => "exact over the matches",
        (_, _, null) => "graph",
        _ => "graph, filtered",
    };

    private void Answer(IReadOnlyList<Hit> hits)
    {
        Hits = hits;
        IsDone = true;
    }

    private IReadOnlyList<Hit> Chosen(IEnumerable<Hit> ranked)
    {
        GroupCounts groups = new(_query.Group);
        return [.. ranked.TakeWhile(hit => !(hit.Score < _query.MinimumScore)).Where(hit => groups.Takes(hit.Record.Payload)).Take(_query.K)];
    }

    // Without payload only what the answer is made of.
    private void WritePayload(Utf8JsonWriter writer, CollectionSchema schema)
    {
        if (_query.IncludePayload)
        {
            writer.WriteBoolean("with_payload"u8, true);
            return;
        }
        writer.WriteStartArray("with_payload"u8);
        writer.WriteStringValue(Keys.Path(Keys.Id));
        if (_query.Group is { } group)
            writer.WriteStringValue(group.Field);
        if (_query.IncludeVectors)
        {
            foreach (VectorField field in schema.Vectors.Where(field => field.Metric == Metric.Cosine))
                writer.WriteStringValue(Keys.Path(Keys.Length(field.Name)));
        }
        writer.WriteEndArray();
    }
}
