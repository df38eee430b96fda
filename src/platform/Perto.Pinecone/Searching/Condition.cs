using System.Text.Json;

namespace Perto.Pinecone;

/// <summary>
/// A filter in the service's words: fields compared with values, joined by "all" and "any". It has no "not"; <see cref="Negated"/> carries one down to the
/// comparisons.
/// </summary>
internal abstract record Condition
{
    private Condition()
    {
    }

    /// <summary>Matches every record.</summary>
    public static Condition Always { get; } = new All([]);

    /// <summary>Matches no record.</summary>
    public static Condition Never { get; } = new Any([]);

    /// <summary>What matches where this does not.</summary>
    public abstract Condition Negated { get; }

    public static Condition Exists(string field) => new Comparison(field, "$exists", true);

    public static Condition Missing(string field) => new Comparison(field, "$exists", false);

    /// <summary>All of them match.</summary>
    public static Condition AllOf(IEnumerable<Condition> conditions)
    {
        Condition[] parts = [.. conditions.SelectMany(part => part is All all ? all.Parts : [part])];
        return parts.Any(part => part == Never) ? Never : parts.Length == 1 ? parts[0] : new All(parts);
    }

    /// <summary>One of them matches.</summary>
    public static Condition AnyOf(IEnumerable<Condition> conditions)
    {
        Condition[] parts = [.. conditions.SelectMany(part => part is Any any ? any.Parts : [part])];
        return parts.Any(part => part == Always) ? Always : parts.Length == 1 ? parts[0] : new Any(parts);
    }

    /// <summary>Writes it; neither <see cref="Always"/> nor <see cref="Never"/> can be said.</summary>
    public abstract void Write(Utf8JsonWriter writer);

    /// <summary>A field compared with a value: a string, a double, a bool, or a list of one of the first two.</summary>
    internal sealed record Comparison(string Field, string Operator, object Value) : Condition
    {
        // Whether the service's own negations match where the field is missing is left open here: the answer does not depend on it.
        public override Condition Negated => Operator switch
        {
            "$exists" => new Comparison(Field, Operator, !(bool)Value),
            _ => AnyOf([Missing(Field), new Comparison(Field, Opposite(Operator), Value)]),
        };

        public override void Write(Utf8JsonWriter writer)
        {
            writer.WriteStartObject();
            writer.WriteStartObject(Field);
            writer.WritePropertyName(Operator);
            switch (Value)
            {
                case string text:
                    writer.WriteStringValue(text);
                    break;
                case double number:
                    writer.WriteNumberValue(number);
                    break;
                case bool flag:
                    writer.WriteBooleanValue(flag);
                    break;
                case string[] texts:
                    writer.WriteStartArray();
                    foreach (string text in texts)
                        writer.WriteStringValue(text);
                    writer.WriteEndArray();
                    break;
                default:
                    writer.WriteStartArray();
                    foreach (double number in (double[])Value)
                        writer.WriteNumberValue(number);
                    writer.WriteEndArray();
                    break;
            }
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        private static string Opposite(string comparison) => comparison switch
        {
            "$eq" => "$ne",
            "$in" => "$nin",
            "$gt" => "$lte",
            "$gte" => "$lt",
            "$lt" => "$gte",
            _ => "$gt",
        };
    }

    private sealed record All(Condition[] Parts) : Condition
    {
        public override Condition Negated => AnyOf(Parts.Select(part => part.Negated));

        public override void Write(Utf8JsonWriter writer) => WriteList(writer, "$and", Parts);

        public bool Equals(All? other) => other is not null && Parts.AsSpan().SequenceEqual(other.Parts);

        public override int GetHashCode() => Parts.Length;
    }

    private sealed record Any(Condition[] Parts) : Condition
    {
        public override Condition Negated => AllOf(Parts.Select(part => part.Negated));

        public override void Write(Utf8JsonWriter writer) => WriteList(writer, "$or", Parts);

        public bool Equals(Any? other) => other is not null && Parts.AsSpan().SequenceEqual(other.Parts);

        public override int GetHashCode() => Parts.Length;
    }

    private static void WriteList(Utf8JsonWriter writer, string name, Condition[] parts)
    {
        writer.WriteStartObject();
        writer.WriteStartArray(name);
        foreach (Condition part in parts)
            part.Write(writer);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
