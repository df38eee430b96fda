using System.Collections.ObjectModel;
using Npgsql;
using Perto.Vectors;

namespace Perto.Postgres;

/// <summary>Which columns of records a query selects, and how they are read back.</summary>
internal sealed class RecordSelection(CollectionTable table, bool payload, bool vectors)
{
    private static readonly Dictionary<string, PayloadValue> NoPayload = [];

    /// <summary>The columns, of the table under the name <c>t</c>; the id is the first and the expiry the second.</summary>
    public string Columns { get; } = string.Join(", ", [
        "t.id",
        "t.expires_at",
        .. payload ? table.Payload.SelectMany((columns, field) => PayloadColumns(table, columns, field)) : [],
        .. vectors ? table.Vectors.SelectMany((columns, vector) => VectorColumns(table, columns, vector)) : [],
    ]);

    /// <summary>Reads a record whose columns begin at <paramref name="first"/>.</summary>
    public VectorRecord Record(NpgsqlDataReader reader, int first = 0)
    {
        int column = first + 2;
        Dictionary<string, PayloadValue> values = payload ? Payload(reader, ref column) : new(StringComparer.Ordinal);
        return new VectorRecord(reader.GetString(first))
        {
            Payload = values,
            Vectors = vectors ? Vectors(reader, ref column) : new Dictionary<string, VectorValue>(StringComparer.Ordinal),
            ExpiresAt = reader.IsDBNull(first + 1) ? null : PayloadValue.FromMicros(reader.GetInt64(first + 1)).Time,
        };
    }

    /// <summary>Reads a hit whose columns begin at <paramref name="first"/>.</summary>
    public SearchHit Hit(NpgsqlDataReader reader, int first, float score, float distance)
    {
        int column = first + 2;
        Dictionary<string, PayloadValue> values = payload ? Payload(reader, ref column) : NoPayload;
        return new SearchHit
        {
            Id = reader.GetString(first),
            Score = score,
            Distance = distance,
            Payload = payload ? values : ReadOnlyDictionary<string, PayloadValue>.Empty,
            Vectors = vectors ? Vectors(reader, ref column) : ReadOnlyDictionary<string, VectorValue>.Empty,
        };
    }

    private static IEnumerable<string> PayloadColumns(CollectionTable table, IReadOnlyList<RecordColumn<PayloadValue>> columns, int field) =>
        table.Schema.Payload[field].Kind is PayloadKind.Geo ? columns.Select(column => $"t.{column.Name}") : [$"t.{columns[0].Name}"];

    // In their binary form, which needs no knowledge of the types' numbers.
    private static IEnumerable<string> VectorColumns(CollectionTable table, IReadOnlyList<RecordColumn<VectorValue>> columns, int vector) =>
        table.Schema.Vectors[vector].Kind switch
        {
            VectorKind.Dense => [$"vector_send(t.{columns[0].Name})", .. columns.Skip(1).Select(column => $"t.{column.Name}")],
            VectorKind.Bits => [$"bit_send(t.{columns[0].Name})"],
            _ => columns.Select(column => $"t.{column.Name}"),
        };

    private Dictionary<string, PayloadValue> Payload(NpgsqlDataReader reader, ref int column)
    {
        Dictionary<string, PayloadValue> values = new(table.Payload.Count, StringComparer.Ordinal);
        foreach (PayloadField field in table.Schema.Payload)
        {
            int at = column;
            column += field.Kind is PayloadKind.Geo ? 2 : 1;
            if (!reader.IsDBNull(at))
                values.Add(field.Name, Value(reader, field.Kind, at));
        }
        return values;
    }

    private static PayloadValue Value(NpgsqlDataReader reader, PayloadKind kind, int at) => kind switch
    {
        PayloadKind.Keyword or PayloadKind.Text => reader.GetString(at),
        PayloadKind.Keywords => PayloadValue.FromOwnedArray(reader.GetFieldValue<string[]>(at)),
        PayloadKind.Integer => reader.GetInt64(at),
        PayloadKind.Time => PayloadValue.FromMicros(reader.GetInt64(at)),
        PayloadKind.Number => reader.GetDouble(at),
        PayloadKind.Boolean => reader.GetBoolean(at),
        _ => new GeoPoint(reader.GetDouble(at), reader.GetDouble(at + 1)),
    };

    private Dictionary<string, VectorValue> Vectors(NpgsqlDataReader reader, ref int column)
    {
        Dictionary<string, VectorValue> values = new(table.Vectors.Count, StringComparer.Ordinal);
        for (int vector = 0; vector < table.Vectors.Count; vector++)
        {
            int at = column;
            column += table.Vectors[vector].Count;
            if (!reader.IsDBNull(at))
                values.Add(table.Schema.Vectors[vector].Name, Vector(reader, table.Schema.Vectors[vector], at));
        }
        return values;
    }

    private static VectorValue Vector(NpgsqlDataReader reader, VectorField field, int at) => field.Kind switch
    {
        VectorKind.Dense => VectorWire.Vector(reader.GetFieldValue<byte[]>(at), field.Metric == Metric.Cosine ? reader.GetDouble(at + 1) : 1),
        VectorKind.Bits => new BitVector(VectorWire.Bits(reader.GetFieldValue<byte[]>(at))),
        _ => SparseVector.FromOwned(Array.ConvertAll(reader.GetFieldValue<long[]>(at), dimension => (uint)dimension), reader.GetFieldValue<float[]>(at + 1)),
    };
}
