using System.Globalization;
using System.Text.Json;

namespace Perto.Language;

/// <summary>A value of a JSON document that knows its path, so that what is wrong with it can be told.</summary>
internal readonly struct JsonPlace(string path, JsonElement value)
{
    private const int LongestQuote = 80;

    public bool IsNull => value.ValueKind == JsonValueKind.Null;

    public bool IsArray => value.ValueKind == JsonValueKind.Array;

    public bool IsText => value.ValueKind == JsonValueKind.String;

    public JsonPlace this[string name]
    {
        get
        {
            Expect(JsonValueKind.Object, "an object");
            return TryGet(name, out JsonElement member)
                ? new JsonPlace($"{path}.{name}", member)
                : throw new InvalidDataException($"{path}.{name} is missing.");
        }
    }

    /// <summary>A member that may be missing or null, as null.</summary>
    public JsonPlace? Maybe(string name) => Has(name) && !this[name].IsNull ? this[name] : null;

    public bool Has(string name) => value.ValueKind == JsonValueKind.Object && TryGet(name, out _);

    public JsonPlace At(int index)
    {
        Expect(JsonValueKind.Array, "an array");
        return index < value.GetArrayLength()
            ? new JsonPlace($"{path}[{index}]", value[index])
            : throw new InvalidDataException($"{path}[{index}] is missing: the array has {value.GetArrayLength()} items.");
    }

    public IEnumerable<JsonPlace> Items()
    {
        Expect(JsonValueKind.Array, "an array");
        string here = path;
        return value.EnumerateArray().Select((item, index) => new JsonPlace($"{here}[{index}]", item));
    }

    public IEnumerable<(string Name, JsonPlace Value)> Members()
    {
        Expect(JsonValueKind.Object, "an object");
        string here = path;
        return value.EnumerateObject().Select(member =>
        {
            string name = Decoded(here, () => member.Name);
            return (name, new JsonPlace($"{here}['{name}']", member.Value));
        });
    }

    public string Text()
    {
        Expect(JsonValueKind.String, "a string");
        JsonElement text = value;
        return Decoded(path, () => text.GetString()!);
    }

    public bool Flag() => value.ValueKind is JsonValueKind.True or JsonValueKind.False
        ? value.GetBoolean()
        : throw Wrong("must be true or false");

    public double Number() => value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number)
        ? number
        : throw Wrong("must be a finite number");

    public int WholeNumber(int least, int most) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= least && number <= most
            ? number
            : throw Wrong($"must be a whole number from {least} to {most}");

    public long WholeNumber(long least, long most) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) && number >= least && number <= most
            ? number
            : throw Wrong($"must be a whole number from {least} to {most}");

    public double Number(double least, double most) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number >= least && number <= most
            ? number
            : throw Wrong($"must be a number from {least.ToString(CultureInfo.InvariantCulture)} to {most.ToString(CultureInfo.InvariantCulture)}");

    public int Id() => WholeNumber(0, int.MaxValue);

    public void MustBe(string text)
    {
        if (value.ValueKind != JsonValueKind.String || Text() != text)
            throw Wrong($"must be \"{text}\"");
    }

    public InvalidDataException Wrong(string rule)
    {
        string quote = value.GetRawText();
        if (quote.Length > LongestQuote)
            quote = quote[..LongestQuote] + "...";
        return new InvalidDataException($"{path} {rule}; it is {quote}.");
    }

    private void Expect(JsonValueKind kind, string name)
    {
        if (value.ValueKind != kind)
            throw Wrong($"must be {name}");
    }

    private bool TryGet(string name, out JsonElement member)
    {
        JsonElement parent = value;
        (bool found, member) = Decoded(path, () => (parent.TryGetProperty(name, out JsonElement named), named));
        return found;
    }

    // JSON can spell half of a surrogate pair, which is no text.
    private static T Decoded<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException fault)
        {
            throw new InvalidDataException($"{path} holds half of a surrogate pair: text must be whole characters.", fault);
        }
    }
}
