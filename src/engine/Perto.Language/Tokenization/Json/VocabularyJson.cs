using System.Globalization;

namespace Perto.Language;

/// <summary>Reads vocabularies.</summary>
internal static class VocabularyJson
{
    /// <summary>An object of tokens and ids.</summary>
    public static Dictionary<string, int> Read(JsonPlace vocabulary)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach ((string token, JsonPlace id) in vocabulary.Members())
        {
            if (!ids.TryAdd(token, id.Id()))
                throw id.Wrong("names its token a second time; each token is there once");
        }

        return ids;
    }

    /// <summary>The ids of the tokens that stand for bytes, such as "&lt;0x0A&gt;"; null where there is none.</summary>
    public static int?[] Bytes(Dictionary<string, int> ids)
    {
        var bytes = new int?[256];
        for (int value = 0; value < bytes.Length; value++)
        {
            if (ids.TryGetValue(string.Create(CultureInfo.InvariantCulture, $"<0x{value:X2}>"), out int id))
                bytes[value] = id;
        }

        return bytes;
    }
}
