namespace Perto.Language;

/// <summary>Reads models of byte-pair encoding.</summary>
internal static class BytePairJson
{
    public static ReadModel Read(JsonPlace model)
    {
        Dictionary<string, int> ids = VocabularyJson.Read(model["vocab"]);
        if (model.Maybe("dropout") is { } dropout && dropout.Number() != 0)
            throw dropout.Wrong("must be null or 0: tokens that differ from time to time are for training");
        int? unknown = null;
        if (model.Maybe("unk_token") is { } token)
            unknown = ids.TryGetValue(token.Text(), out int id) ? id : throw token.Wrong("must be a token of $.model.vocab");
        var settings = new BytePairSettings
        {
            UnknownId = unknown,
            FusesUnknown = model.Maybe("fuse_unk")?.Flag() ?? false,
            ByteIds = model.Maybe("byte_fallback")?.Flag() == true ? VocabularyJson.Bytes(ids) : null,
            IgnoresMerges = model.Maybe("ignore_merges")?.Flag() ?? false,
            ContinuationPrefix = model.Maybe("continuing_subword_prefix")?.Text() ?? "",
            EndSuffix = model.Maybe("end_of_word_suffix")?.Text() ?? "",
        };
        return new ReadModel(new BytePairModel(ids, Merges(model["merges"], ids, settings.ContinuationPrefix), settings), ids);
    }

    private static List<(int Left, int Right, int Merged)> Merges(JsonPlace merges, Dictionary<string, int> ids, string prefix)
    {
        var read = new List<(int Left, int Right, int Merged)>();
        foreach (JsonPlace merge in merges.Items())
        {
            if (merge.IsText && merge.Text().StartsWith("#version", StringComparison.Ordinal))
                continue;
            (string left, string right) = Parts(merge);
            if (!right.StartsWith(prefix, StringComparison.Ordinal))
                throw merge.Wrong($"must have a second part that begins with '{prefix}', the continuing_subword_prefix");
            read.Add((Id(left), Id(right), Id(string.Concat(left, right.AsSpan(prefix.Length)))));

            int Id(string token) => ids.TryGetValue(token, out int id)
                ? id
                : throw merge.Wrong($"must be made of tokens of $.model.vocab and give one: '{token}' is none");
        }

        return read;
    }

    private static (string Left, string Right) Parts(JsonPlace merge)
    {
        string[] parts = merge.IsText ? merge.Text().Split(' ') : [.. merge.Items().Select(part => part.Text())];
        return parts.Length == 2 ? (parts[0], parts[1]) : throw merge.Wrong("must have two parts: \"a b\" or [\"a\", \"b\"]");
    }
}
