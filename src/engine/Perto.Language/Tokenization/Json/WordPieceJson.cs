namespace Perto.Language;

/// <summary>Reads the WordPiece tokenizers among the <c>tokenizer.json</c> files of Hugging Face's <c>tokenizers</c>.</summary>
internal static class WordPieceJson
{
    public static WordPieceTokenizer Read(JsonPlace root)
    {
        JsonPlace model = root["model"];
        // Files from before 2021 have no type here.
        if (model.Has("type"))
            model["type"].MustBe("WordPiece");
        JsonPlace normalizer = root["normalizer"];
        normalizer["type"].MustBe("BertNormalizer");
        root["pre_tokenizer"]["type"].MustBe("BertPreTokenizer");
        Dictionary<string, int> vocabulary = VocabularyJson.Read(model["vocab"]);
        List<string> kept = Added(root["added_tokens"], vocabulary);
        (string start, string separator) = Frame(root["post_processor"], vocabulary);
        var options = new WordPieceOptions
        {
            CleanText = normalizer["clean_text"].Flag(),
            SpaceIdeographs = normalizer["handle_chinese_chars"].Flag(),
            StripAccents = normalizer["strip_accents"].IsNull ? null : normalizer["strip_accents"].Flag(),
            LowerCase = normalizer["lowercase"].Flag(),
            ContinuationPrefix = model["continuing_subword_prefix"].Text(),
            LongestWord = model["max_input_chars_per_word"].WholeNumber(1, WordPieceTokenizer.LongestWordLimit),
            UnknownToken = model["unk_token"].Text(),
            StartToken = start,
            SeparatorToken = separator,
            KeptTokens = kept,
        };
        if (!vocabulary.ContainsKey(options.UnknownToken))
            throw model["unk_token"].Wrong("must be a token of $.model.vocab");
        return new WordPieceTokenizer(new TokenVocabulary(vocabulary), options);
    }

    private static List<string> Added(JsonPlace tokens, Dictionary<string, int> vocabulary)
    {
        var kept = new List<string>();
        foreach (JsonPlace token in tokens.Items())
        {
            string text = token["content"].Text();
            int id = token["id"].Id();
            if (text.Length == 0)
                throw token["content"].Wrong("must not be empty");
            if (token["single_word"].Flag())
                throw token["single_word"].Wrong("must be false: added tokens are found inside words too");
            if (token["normalized"].Flag())
                throw token["normalized"].Wrong("must be false: added tokens are found in the text as it was written");
            if (vocabulary.TryGetValue(text, out int known) && known != id)
                throw token["id"].Wrong($"must be {known}, the id of '{text}' in $.model.vocab");
            vocabulary[text] = id;
            kept.Add(text);
        }

        return kept;
    }

    private static (string Start, string Separator) Frame(JsonPlace processor, Dictionary<string, int> vocabulary)
    {
        string start, separator;
        switch (processor["type"].Text())
        {
            case "BertProcessing":
                start = Token(processor["cls"].At(0), vocabulary);
                separator = Token(processor["sep"].At(0), vocabulary);
                break;
            case "TemplateProcessing":
                start = Token(processor["single"].At(0)["SpecialToken"]["id"], vocabulary);
                separator = Token(processor["single"].At(2)["SpecialToken"]["id"], vocabulary);
                MustBe(processor["single"], $"{start}:0 A:0 {separator}:0");
                MustBe(processor["pair"], $"{start}:0 A:0 {separator}:0 B:1 {separator}:1");
                break;
            default:
                throw processor["type"].Wrong("must be \"BertProcessing\" or \"TemplateProcessing\"");
        }

        return (start, separator);
    }

    private static string Token(JsonPlace place, Dictionary<string, int> vocabulary) =>
        vocabulary.ContainsKey(place.Text()) ? place.Text() : throw place.Wrong("must be a token of $.model.vocab or $.added_tokens");

    private static void MustBe(JsonPlace template, string shape)
    {
        string found = string.Join(' ', template.Items().Select(item => item[item.Has("Sequence") ? "Sequence" : "SpecialToken"])
            .Select(part => $"{part["id"].Text()}:{part["type_id"].WholeNumber(0, 1)}"));
        if (found != shape)
            throw template.Wrong($"must be the template of BERT, {shape}, but is {found}");
    }
}
