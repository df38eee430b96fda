namespace Perto.Language;

/// <summary>
/// Cuts a list of texts into groups that are carried through a model together. Texts lie one behind the other in a group, without padding: linear layers see
/// one matrix of all tokens, attention sees each text.
/// </summary>
internal static class TokenGroups
{
    /// <summary>
    /// Tokens of a full group: enough rows that reading the weights of a layer costs little beside the products, few enough that a group's rows stay in
    /// the caches.
    /// </summary>
    public const int Full = 256;

    // Fewer rows than this, and reading the weights of a layer costs more than the products.
    private const int Least = 48;

    /// <summary>Where each group begins, and the end of the last.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="threads">How many threads there are: as many groups at least, where each has some 48 tokens.</param>
    public static List<int> Of(IReadOnlyList<TokenizedText> texts, int threads)
    {
        long tokens = 0;
        foreach (TokenizedText text in texts)
            tokens += text.Ids.Length;
        long room = Math.Clamp((tokens + threads - 1) / threads, Least, Full);
        List<int> starts = [0];
        long inGroup = 0;
        for (int i = 0; i < texts.Count; i++)
        {
            // A text that fits by more than half belongs to the group before it: the last one is not a scrap.
            if (inGroup > 0 && inGroup + (texts[i].Ids.Length / 2) > room)
            {
                starts.Add(i);
                inGroup = 0;
            }

            inGroup += texts[i].Ids.Length;
        }

        starts.Add(texts.Count);
        return starts;
    }
}
