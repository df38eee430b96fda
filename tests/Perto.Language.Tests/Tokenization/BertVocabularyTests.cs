using System.Globalization;
using Perto.Testing;

namespace Perto.Language.Tests;

/// <summary>Against what the libraries of others make of the same text.</summary>
public sealed class BertVocabularyTests
{
    [Fact]
    public void Known_texts_have_the_ids_of_bert_base_uncased()
    {
        WordPieceTokenizer tokenizer = BertBaseUncased();
        Assert.Equal(30522, tokenizer.Vocabulary.Count);
        Assert.Equal([101, 7592, 2088, 102], tokenizer.EncodeText("hello world").Ids);
        // Hugging Face's course, chapter 2.2 ("Behind the pipeline"): the input_ids that it prints of its two sentences.
        Assert.Equal(
            [101, 1045, 1005, 2310, 2042, 3403, 2005, 1037, 17662, 12172, 2607, 2026, 2878, 2166, 1012, 102],
            tokenizer.EncodeText("I've been waiting for a HuggingFace course my whole life.").Ids);
        Assert.Equal([101, 1045, 5223, 2023, 2061, 2172, 999, 102], tokenizer.EncodeText("I hate this so much!").Ids);
    }

    [Fact]
    public void Offsets_are_those_of_the_reference()
    {
        // test_offsets_with_special_characters of transformers/tests/models/bert/test_tokenization_bert.py, lower case.
        WordPieceTokenizer tokenizer = BertBaseUncased();
        TokenizedText text = tokenizer.EncodeText("A, naïve [MASK] AllenNLP sentence.");
        Assert.Equal(
            ["[CLS]", "a", ",", "naive", "[MASK]", "allen", "##nl", "##p", "sentence", ".", "[SEP]"],
            text.Ids.Select(id => tokenizer.Vocabulary.TryGetToken(id, out string? token) ? token : "?"));
        Assert.Equal(
            [new(0, 0), new(0, 1), new(1, 2), new(3, 8), new(9, 15), new(16, 21), new(21, 23), new(23, 24), new(25, 33), new(33, 34), new(0, 0)],
            text.Ranges);
    }

    // Scripts with capitals, accents, points, syllables and ideographs, and the holes in the blocks of ideographs.
    [Theory]
    [InlineData(true, 0xC15788B77938A446)]
    [InlineData(false, 0x0F847CEF9FB12EE8)]
    public void The_characters_of_many_scripts_are_seen_as_by_the_reference(bool lowerCase, ulong digest)
    {
        (int First, int Last)[] blocks =
        [
            (0, 0x6FF), (0x900, 0x9FF), (0x1E00, 0x20BF), (0x3000, 0x30FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0xF900, 0xFFFF),
            (0x1D100, 0x1D1E8), (0x1F600, 0x1F64F), (0x20000, 0x2A6D6), (0x2B740, 0x2CEAE), (0x2F800, 0x2FA1D),
        ];
        string[] characters =
        [
            .. blocks.SelectMany(block => Enumerable.Range(block.First, block.Last - block.First + 1)).Where(IsAssigned).Select(char.ConvertFromUtf32),
        ];
        // All characters, since what they become may be of another block.
        string[] tokens =
        [
            "[UNK]", "[CLS]", "[SEP]",
            .. Enumerable.Range(0, 0x30000).Where(IsAssigned).Select(char.ConvertFromUtf32).SelectMany(character => new[] { character, "##" + character }),
        ];
        var tokenizer = new WordPieceTokenizer(
            new TokenVocabulary(tokens.Select((token, id) => KeyValuePair.Create(token, id))), new WordPieceOptions { LowerCase = lowerCase });

        // FNV-1a over the code points of the tokens in hexadecimal. The expected ones were made with Python 3.11 (unicodedata 14.0) by the
        // steps of tokenizers/src/normalizers/bert.rs and pre_tokenizers/bert.rs over the same characters.
        ulong hash = 0xCBF29CE484222325;
        var ids = new int[8];
        foreach (string character in characters)
        {
            int count = tokenizer.Encode(character, ids);
            string line = string.Join(' ', ids[..count].Select(id =>
                string.Join('+', tokens[id].EnumerateRunes().Select(rune => rune.Value.ToString("X", CultureInfo.InvariantCulture)))));
            foreach (char letter in line + "\n")
                hash = (hash ^ letter) * 0x100000001B3;
        }

        Assert.Equal(digest, hash);
    }

    private static bool IsAssigned(int codePoint) => CharUnicodeInfo.GetUnicodeCategory(codePoint)
        is not (UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse);

    private static WordPieceTokenizer BertBaseUncased()
    {
        using FileStream file = File.OpenRead(Path.Combine(TestData.Folder("bert-vocab"), "vocab.txt"));
        return new WordPieceTokenizer(TokenVocabulary.ReadLines(file));
    }
}
