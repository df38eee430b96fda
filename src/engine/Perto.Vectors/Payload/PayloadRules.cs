using System.Text;

namespace Perto.Vectors;

/// <summary>Which values a field can hold, and in which kind they are kept.</summary>
internal static class PayloadRules
{
    // Beyond it neighbouring integers fall on the same double.
    private const long LargestExactInteger = 1L << 53;

    /// <summary>
    /// The value in the kind of its field. An integer widens to a number and back where nothing is lost; text becomes a moment.
    /// </summary>
    /// <exception cref="VectorStoreException">The field cannot hold it.</exception>
    public static PayloadValue Fit(PayloadKind kind, PayloadValue value, string path)
    {
        switch (kind)
        {
            case PayloadKind.Keyword or PayloadKind.Text when value.Kind is PayloadKind.Keyword:
                CheckText(value.Keyword, path);
                return value;
            case PayloadKind.Keywords when value.Kind is PayloadKind.Keywords:
                CheckList(value.KeywordArray, path);
                return value;
            case PayloadKind.Boolean when value.Kind is PayloadKind.Boolean:
            case PayloadKind.Integer when value.Kind is PayloadKind.Integer:
            case PayloadKind.Number when value.Kind is PayloadKind.Number && double.IsFinite(value.Number):
            case PayloadKind.Time when value.Kind is PayloadKind.Time:
            case PayloadKind.Geo when value.Kind is PayloadKind.Geo:
                return value;
            case PayloadKind.Integer when value.Kind is PayloadKind.Number && IsExactInteger(value.Number):
                return (long)value.Number;
            case PayloadKind.Number when value.Kind is PayloadKind.Integer && IsExactNumber(value.Integer):
                return value.Number;
            case PayloadKind.Time when value.Kind is PayloadKind.Keyword && PayloadTime.TryParse(value.Keyword, out PayloadValue moment):
                return moment;
            default:
                throw new VectorStoreException(path, value, Allowed(kind));
        }
    }

    private static bool IsExactNumber(long integer) => integer is >= -LargestExactInteger and <= LargestExactInteger;

    private static bool IsExactInteger(double number) => Math.Abs(number) <= LargestExactInteger && Math.Truncate(number) == number;

    private static void CheckText(string text, string path)
    {
        if (text.Length > PayloadField.MaxKeywordBytes || Encoding.UTF8.GetByteCount(text) > PayloadField.MaxKeywordBytes)
            throw new VectorStoreException(path, text, $"at most {PayloadField.MaxKeywordBytes} bytes of UTF-8");
        if (!TextRules.IsStorable(text))
            throw new VectorStoreException(path, text, TextRules.Allowed);
    }

    private static void CheckList(string[] list, string path)
    {
        if (list.Length > PayloadField.MaxKeywords)
            throw new VectorStoreException(path, $"{list.Length} strings", $"a list of at most {PayloadField.MaxKeywords} strings");
        for (int i = 0; i < list.Length; i++)
            CheckText(list[i] ?? throw new VectorStoreException($"{path}[{i}]", null, "a string"), $"{path}[{i}]");
    }

    private static string Allowed(PayloadKind kind) => kind switch
    {
        PayloadKind.Keyword or PayloadKind.Text => "a string",
        PayloadKind.Keywords => "a list of strings",
        PayloadKind.Boolean => "true or false",
        PayloadKind.Integer => "a 64-bit integer",
        PayloadKind.Number => $"a finite number, and exact as one: an integer within +-{LargestExactInteger}",
        PayloadKind.Geo => "a place: latitude and longitude",
        _ => PayloadTime.Allowed,
    };
}
