namespace Perto.Language;

/// <summary>Puts tokenizers together whose steps stand in the file one by one.</summary>
internal static class StagedTokenizerJson
{
    // What a text may grow to before it is cut into pieces. All real files are far below it.
    private const long MostGrowth = 1 << 16;

    public static StagedTokenizer Read(JsonPlace root, Func<JsonPlace, ReadModel> readModel)
    {
        (IPieceModel model, Dictionary<string, int> modelIds) = readModel(root["model"]);
        var ids = new Dictionary<string, int>(modelIds, StringComparer.Ordinal);
        ITextNormalizer[] normalizers = [];
        if (root.Maybe("normalizer") is { } normalizer)
        {
            normalizers = [.. NormalizerJson.Read(normalizer)];
            CheckGrowth(normalizer, normalizers.Select(step => step.Growth));
        }

        IWordSplitter[] splitters = [];
        if (root.Maybe("pre_tokenizer") is { } splitter)
        {
            splitters = [.. SplitterJson.Read(splitter)];
            CheckGrowth(splitter, normalizers.Select(step => step.Growth).Concat(splitters.Select(step => step.Growth)));
        }

        List<AddedToken> added = root.Maybe("added_tokens") is { } tokens ? AddedTokenJson.Read(tokens, ids, normalizers) : [];
        var vocabulary = new TokenVocabulary(ids);
        (TokenFrame frame, TrimmedRanges? trimming) = FrameJson.Read(root.Maybe("post_processor"), vocabulary);
        return new StagedTokenizer
        {
            Vocabulary = vocabulary,
            Written = new AddedTokens(added.Where(token => !token.IsNormalized)),
            Normalized = new AddedTokens(added.Where(token => token.IsNormalized)),
            Normalizers = normalizers,
            Splitters = splitters,
            Model = model,
            Frame = frame,
            Trimming = trimming,
        };
    }

    private static void CheckGrowth(JsonPlace place, IEnumerable<int> steps)
    {
        double growth = steps.Aggregate(1.0, (whole, step) => whole * step);
        if (growth > MostGrowth)
            throw place.Wrong($"has steps that may make a text {growth:0.##E+0} times as long; {MostGrowth} times is the most");
    }
}
