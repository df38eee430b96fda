namespace Perto.Language;

/// <summary>Reads what is put around texts, and whether the ranges of their tokens are trimmed.</summary>
internal static class FrameJson
{
    private const int MostParts = 256;

    public static (TokenFrame Frame, TrimmedRanges? Trimming) Read(JsonPlace? processor, TokenVocabulary vocabulary)
    {
        TokenFrame? frame = null;
        TrimmedRanges? trimming = null;
        foreach (JsonPlace place in processor is { } root ? Flat(root) : [])
        {
            string type = place["type"].Text();
            TokenFrame? another = type switch
            {
                "ByteLevel" => null,
                "BertProcessing" => TokenFrame.OfBert(Special(place["cls"], vocabulary), Special(place["sep"], vocabulary)),
                "RobertaProcessing" => TokenFrame.OfRoberta(Special(place["cls"], vocabulary), Special(place["sep"], vocabulary)),
                "TemplateProcessing" => Template(place, vocabulary),
                _ => throw place["type"].Wrong("must be one of \"BertProcessing\", \"RobertaProcessing\", \"TemplateProcessing\", \"ByteLevel\", \"Sequence\""),
            };
            if (another is not null)
                frame = frame is null ? another : throw place.Wrong("must be the only step that puts special tokens around texts");
            if (type is "ByteLevel" or "RobertaProcessing" && place["trim_offsets"].Flag())
            {
                trimming = trimming is null
                    ? new TrimmedRanges(place["add_prefix_space"].Flag())
                    : throw place.Wrong("must be the only step that trims offsets");
            }
        }

        return (frame ?? TokenFrame.None, trimming);
    }

    private static IEnumerable<JsonPlace> Flat(JsonPlace place) => place["type"].Text() == "Sequence"
        ? place["processors"].Items().SelectMany(Flat)
        : [place];

    private static int Special(JsonPlace token, TokenVocabulary vocabulary)
    {
        if (!vocabulary.TryGetId(token.At(0).Text(), out int id))
            throw token.At(0).Wrong("must be a token of $.model.vocab or $.added_tokens");
        return token.At(1).Id() == id ? id : throw token.At(1).Wrong($"must be {id}, the id of that token in $.model.vocab or $.added_tokens");
    }

    private static TokenFrame Template(JsonPlace place, TokenVocabulary vocabulary)
    {
        Dictionary<string, JsonPlace> specials = new(StringComparer.Ordinal);
        foreach ((string name, JsonPlace special) in place.Maybe("special_tokens")?.Members() ?? [])
            specials[name] = special;
        FramePart[] single = Parts(place["single"], specials, vocabulary);
        FramePart[] pair = Parts(place["pair"], specials, vocabulary);
        if (single.Count(part => part.Role == FrameRole.First) != 1 || single.Any(part => part.Role == FrameRole.Second))
            throw place["single"].Wrong("must have the sequence A once, and no other");
        if (pair.Count(part => part.Role == FrameRole.First) != 1 || pair.Count(part => part.Role == FrameRole.Second) != 1)
            throw place["pair"].Wrong("must have the sequences A and B once each");
        return new TokenFrame(single, pair);
    }

    private static FramePart[] Parts(JsonPlace template, Dictionary<string, JsonPlace> specials, TokenVocabulary vocabulary)
    {
        var parts = new List<FramePart>();
        foreach (JsonPlace item in template.Items())
        {
            if (item.Has("Sequence"))
            {
                JsonPlace sequence = item["Sequence"];
                FrameRole role = sequence["id"].Text() switch
                {
                    "A" => FrameRole.First,
                    "B" => FrameRole.Second,
                    _ => throw sequence["id"].Wrong("must be \"A\" or \"B\""),
                };
                parts.Add(new FramePart(role, sequence["type_id"].Id()));
                if (parts.Count > MostParts)
                    throw template.Wrong($"must be of {MostParts} tokens at most");
                continue;
            }

            JsonPlace special = item["SpecialToken"];
            if (!specials.TryGetValue(special["id"].Text(), out JsonPlace named))
                throw special["id"].Wrong("must be one of special_tokens");
            int before = parts.Count;
            foreach (JsonPlace id in named["ids"].Items())
            {
                if (!vocabulary.TryGetToken(id.Id(), out _))
                    throw id.Wrong("must be the id of a token of $.model.vocab or $.added_tokens");
                parts.Add(new FramePart(FrameRole.Special, special["type_id"].Id(), id.Id()));
                if (parts.Count > MostParts)
                    throw template.Wrong($"must be of {MostParts} tokens at most");
            }

            if (parts.Count == before)
                throw named["ids"].Wrong("must not be empty");
        }

        return [.. parts];
    }
}
