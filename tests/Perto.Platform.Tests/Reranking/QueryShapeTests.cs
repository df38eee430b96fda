namespace Perto.Platform.Tests;

/// <summary>What the decision to re-rank reads out of a query.</summary>
public sealed class QueryShapeTests
{
    [Theory]
    [InlineData("How do I cancel my last order", "how")]
    [InlineData("tell me WHY it is late", "why")]
    [InlineData("What is the difference between basic and premium", "what is the difference")]
    [InlineData("please compare both of these plans", "compare")]
    [InlineData("Como faço para cancelar o pedido", "como")]
    [InlineData("por quê o pedido não chegou", "por que")]
    [InlineData("Qual a diferença entre os planos", "qual a diferenca")]
    [InlineData("qual é a diferenca entre eles", "qual e a diferenca")]
    [InlineData("Compare os dois planos de hoje", "compare")]
    public void Words_that_ask_for_judgement_are_found_whatever_their_case_and_accents(string query, string phrase) =>
        Assert.Equal(phrase, QueryShape.Of(query).Asked?.Phrase);

    [Theory]
    [InlineData("show me the somehow strange order")]
    [InlineData("he whyned about the shower")]
    [InlineData("comovente e incomparável o show")]
    [InlineData("what is the big difference")]
    [InlineData("")]
    [InlineData("?!… 🙂")]
    public void Parts_of_words_and_other_words_are_not(string query) => Assert.Null(QueryShape.Of(query).Asked);

    [Theory]
    // Content words over fifteen, and a fifth for each clause beyond the first.
    [InlineData("parcel", 1 / 15.0)]
    [InlineData("the parcel that is", 1 / 15.0)]
    [InlineData("red cats and blue dogs", (4 / 15.0) + .2)]
    [InlineData("cats and dogs", 2 / 15.0)]
    [InlineData("blue parcel arrived late, red parcel arrived broken", (8 / 15.0) + .2)]
    [InlineData("pedido azul chegou atrasado mas pedido vermelho chegou quebrado", (8 / 15.0) + .2)]
    [InlineData("", 0)]
    public void Complexity_counts_content_words_and_clauses(string query, double complexity) =>
        Assert.Equal(complexity, QueryShape.Of(query).Complexity, 12);

    [Fact]
    public void Complexity_is_never_above_one() =>
        Assert.Equal(1, QueryShape.Of(string.Join(", ", Enumerable.Repeat("green parcels arrived", 500))).Complexity);
}
