using System.Text.Json;

namespace Perto.Testing;

/// <summary>The service's filters: comparisons of one field, joined by <c>$and</c> and <c>$or</c>.</summary>
/// <remarks>
/// A list of strings has each of its values; <c>$ne</c> and <c>$nin</c> match it where none of them is meant. Whether they match a record without the
/// field is not said by the vendor, so the double can be told either.
/// </remarks>
internal sealed class PineconeFilter(bool negationsMatchMissing)
{
    private const int LongestList = 10_000;

    /// <summary>Checks a filter and gives it as a test.</summary>
    /// <exception cref="PineconeRefusal">The service would not take it.</exception>
    public Predicate<IReadOnlyDictionary<string, object>> Read(JsonElement filter)
    {
        if (filter.ValueKind is not JsonValueKind.Object)
            throw PineconeRefusal.Invalid("Filter must be an object");
        Predicate<IReadOnlyDictionary<string, object>>[] parts = [.. filter.EnumerateObject().Select(Read)];
        return metadata => Array.TrueForAll(parts, part => part(metadata));
    }

    private Predicate<IReadOnlyDictionary<string, object>> Read(JsonProperty part)
    {
        switch (part.Name)
        {
            case "$and" or "$or":
                Predicate<IReadOnlyDictionary<string, object>>[] parts = part.Value.ValueKind is JsonValueKind.Array && part.Value.GetArrayLength() > 0
                    ? [.. part.Value.EnumerateArray().Select(Read)]
                    : throw PineconeRefusal.Invalid($"{part.Name} must be a list of at least one filter");
                return part.Name == "$and"
                    ? metadata => Array.TrueForAll(parts, p => p(metadata))
                    : metadata => Array.Exists(parts, p => p(metadata));
            case ['$', ..]:
                throw PineconeRefusal.Invalid($"Only $and and $or are allowed at the top level of the query expression, got {part.Name}");
            default:
                Predicate<IReadOnlyDictionary<string, object>>[] comparisons = part.Value.ValueKind is JsonValueKind.Object
                    ? [.. part.Value.EnumerateObject().Select(comparison => Compare(part.Name, comparison.Name, comparison.Value))]
                    : [Compare(part.Name, "$eq", part.Value)];
                return metadata => Array.TrueForAll(comparisons, comparison => comparison(metadata));
        }
    }

    private Predicate<IReadOnlyDictionary<string, object>> Compare(string field, string comparison, JsonElement operand)
    {
        switch (comparison)
        {
            case "$exists" when operand.ValueKind is JsonValueKind.True or JsonValueKind.False:
                bool wanted = operand.GetBoolean();
                return metadata => metadata.ContainsKey(field) == wanted;
            case "$eq":
                object value = Scalar(operand);
                return metadata => metadata.TryGetValue(field, out object? kept) && HasAny(kept, [value]);
            case "$ne":
                object other = Scalar(operand);
                return metadata => metadata.TryGetValue(field, out object? kept) ? !HasAny(kept, [other]) : negationsMatchMissing;
            case "$in":
                HashSet<object> values = List(operand);
                return metadata => metadata.TryGetValue(field, out object? kept) && HasAny(kept, values);
            case "$nin":
                HashSet<object> others = List(operand);
                return metadata => metadata.TryGetValue(field, out object? kept) ? !HasAny(kept, others) : negationsMatchMissing;
            case "$gt" or "$gte" or "$lt" or "$lte" when operand.ValueKind is JsonValueKind.Number:
                double bound = operand.GetDouble();
                return metadata => metadata.TryGetValue(field, out object? kept) && kept is double number && comparison switch
                {
                    "$gt" => number > bound,
                    "$gte" => number >= bound,
                    "$lt" => number < bound,
                    _ => number <= bound,
                };
            default:
                throw PineconeRefusal.Invalid($"The {comparison} operator does not take {operand.GetRawText()}");
        }
    }

    private static bool HasAny(object kept, IReadOnlyCollection<object> values) =>
        kept is string[] list ? list.Any(values.Contains) : values.Contains(kept);

    private static object Scalar(JsonElement operand) => operand.ValueKind switch
    {
        JsonValueKind.String => operand.GetString()!,
        JsonValueKind.Number => operand.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw PineconeRefusal.Invalid($"A filter compares with a string, a number or a boolean, got {operand.GetRawText()}"),
    };

    private static HashSet<object> List(JsonElement operand)
    {
        if (operand.ValueKind is not JsonValueKind.Array || operand.GetArrayLength() is 0 or > LongestList)
            throw PineconeRefusal.Invalid($"$in and $nin take a list of 1 to {LongestList} values");
        return operand.EnumerateArray().All(value => value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
            ? [.. operand.EnumerateArray().Select(Scalar)]
            : throw PineconeRefusal.Invalid("$in and $nin take strings and numbers");
    }
}
