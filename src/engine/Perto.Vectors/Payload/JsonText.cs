using System.Text.Json;

namespace Perto.Vectors;

/// <summary>The steps of reading JSON whose faults name the path to them.</summary>
internal static class JsonText
{
    /// <summary>Goes to the value of the next member; <see langword="false"/> at the end of the object.</summary>
    public static bool NextMember(ref Utf8JsonReader reader, string path, out string name)
    {
        name = "";
        if (!reader.Read() || reader.TokenType == JsonTokenType.EndObject)
            return false;
        name = Text(ref reader, path.Length == 0 ? "record" : path);
        reader.Read();
        return true;
    }

    /// <summary>Whether an object begins here; <see langword="false"/> for null.</summary>
    /// <exception cref="VectorStoreException">It is neither.</exception>
    public static bool BeginObject(ref Utf8JsonReader reader, string path, string allowed) => reader.TokenType switch
    {
        JsonTokenType.StartObject => true,
        JsonTokenType.Null => false,
        _ => throw new VectorStoreException(path, reader.TokenType, allowed),
    };

    /// <exception cref="VectorStoreException">It is no string.</exception>
    public static string String(ref Utf8JsonReader reader, string path, string allowed) => reader.TokenType == JsonTokenType.String
        ? Text(ref reader, path)
        : throw new VectorStoreException(path, reader.TokenType, allowed);

    /// <exception cref="VectorStoreException">It is no number, or lies outside what a double holds.</exception>
    public static double Number(ref Utf8JsonReader reader, string path)
    {
        if (reader.TokenType != JsonTokenType.Number)
            throw new VectorStoreException(path, reader.TokenType, "a number");
        return reader.TryGetDouble(out double number) && double.IsFinite(number)
            ? number
            : throw new VectorStoreException(path, "a number", "a number that fits 64 bits");
    }

    // An escaped lone surrogate passes as JSON and fails only when the text is asked for.
    private static string Text(ref Utf8JsonReader reader, string path)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException fault)
        {
            throw new VectorStoreException(path, "a string", TextRules.Allowed, fault);
        }
    }
}
