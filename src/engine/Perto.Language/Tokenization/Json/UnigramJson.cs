namespace Perto.Language;

/// <summary>Reads unigram models.</summary>
internal static class UnigramJson
{
    public static ReadModel Read(JsonPlace model)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        var scores = new List<double>();
        foreach (JsonPlace piece in model["vocab"].Items())
        {
            // Of a token that is there twice the last one counts, as in the library that wrote the file.
            ids[piece.At(0).Text()] = scores.Count;
            scores.Add(piece.At(1).Number());
        }

        if (scores.Count == 0)
            throw model["vocab"].Wrong("must not be empty");
        int unknown = model["unk_id"].WholeNumber(0, scores.Count - 1);
        int?[]? bytes = model.Maybe("byte_fallback")?.Flag() == true ? VocabularyJson.Bytes(ids) : null;
        return new ReadModel(new UnigramModel(ids, [.. scores], unknown, bytes), ids);
    }
}
