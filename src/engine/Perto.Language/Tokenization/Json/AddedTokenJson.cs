namespace Perto.Language;

/// <summary>Reads added tokens.</summary>
internal static class AddedTokenJson
{
    /// <summary>The tokens, special ones first, normalised where they are looked for so. Those that are new are put into the ids.</summary>
    public static List<AddedToken> Read(JsonPlace tokens, Dictionary<string, int> ids, ITextNormalizer[] normalizers)
    {
        var special = new List<AddedToken>();
        var common = new List<AddedToken>();
        var scratch = new StageScratch();
        foreach (JsonPlace place in tokens.Items())
        {
            JsonPlace content = place["content"];
            string text = content.Text();
            int id = place["id"].Id();
            if (text.Length == 0)
                throw content.Wrong("must not be empty");
            if (ids.TryGetValue(text, out int known) && known != id)
                throw place["id"].Wrong($"must be {known}, the id of '{text}' in $.model.vocab or of the token before");
            ids[text] = id;
            bool isNormalized = place["normalized"].Flag();
            if (isNormalized)
            {
                text = scratch.Normalize(text, 0, normalizers).Units.ToString();
                if (text.Length == 0)
                    throw content.Wrong("must not be empty when normalised");
            }

            (place["special"].Flag() ? special : common).Add(new AddedToken(
                text, id, place["single_word"].Flag(), place["lstrip"].Flag(), place["rstrip"].Flag(), isNormalized));
        }

        return [.. special, .. common];
    }
}
