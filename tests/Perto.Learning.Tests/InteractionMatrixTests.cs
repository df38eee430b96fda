using FsCheck;
using FsCheck.Fluent;

namespace Perto.Learning.Tests;

public sealed class InteractionMatrixTests
{
    private static readonly Gen<Interaction[]> AnyInteractions =
        (from user in Gen.Choose(0, 5)
         from item in Gen.Choose(0, 7)
         from weight in Gen.Choose(1, 9)
         select new Interaction(user, item, weight)).ArrayOf();

    [Fact]
    public void It_holds_what_a_dictionary_of_the_interactions_holds()
    {
        Prop.ForAll(AnyInteractions.ToArbitrary(), interactions =>
        {
            foreach (DuplicateRule rule in Enum.GetValues<DuplicateRule>())
            {
                Dictionary<(int, int), float> expected = interactions
                    .GroupBy(one => (one.User, one.Item))
                    .ToDictionary(group => group.Key, group => rule == DuplicateRule.Sum ? group.Sum(one => one.Weight) : group.Max(one => one.Weight));
                InteractionMatrix matrix = InteractionMatrix.From(6, 8, interactions, rule);
                Assert.Equal(expected.Count, matrix.Count);
                Assert.Equal(expected, Cells(matrix));
                for (int user = 0; user < 6; user++)
                    Assert.Equal(matrix.Items(user).ToArray().Distinct().Order(), matrix.Items(user).ToArray());
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Transposing_swaps_users_and_items_and_twice_changes_nothing()
    {
        Prop.ForAll(AnyInteractions.ToArbitrary(), interactions =>
        {
            InteractionMatrix matrix = InteractionMatrix.From(6, 8, interactions);
            InteractionMatrix transposed = matrix.Transpose();
            Assert.Equal((8, 6), (transposed.UserCount, transposed.ItemCount));
            Assert.Equal(Cells(matrix), Cells(transposed).ToDictionary(cell => (cell.Key.Item2, cell.Key.Item1), cell => cell.Value));
            Assert.Equal(matrix.AllItems.ToArray(), transposed.Transpose().AllItems.ToArray());
            Assert.Equal(matrix.AllWeights.ToArray(), transposed.Transpose().AllWeights.ToArray());
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(2, 0, 1f, "user must be in 0..1; got 2")]
    [InlineData(-1, 0, 1f, "user must be in 0..1; got -1")]
    [InlineData(0, 3, 1f, "item must be in 0..2; got 3")]
    [InlineData(0, 0, 0f, "weight must be positive and finite; got 0")]
    [InlineData(0, 0, float.NaN, "weight must be positive and finite; got NaN")]
    [InlineData(0, 0, float.PositiveInfinity, "weight must be positive and finite; got Infinity")]
    public void What_does_not_fit_is_refused(int user, int item, float weight, string message)
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => InteractionMatrix.From(2, 3, [new Interaction(user, item, weight)]));
        Assert.Equal(message, refusal.Message);
    }

    [Fact]
    public void Rows_from_a_file_must_make_sense()
    {
        InteractionMatrix matrix = InteractionMatrix.FromRows(4, [0, 2, 2], [1, 3], [1, 2]);
        Assert.Equal([1, 3], matrix.Items(0).ToArray());
        Assert.Equal(0, matrix.Degree(1));
        Assert.Throws<ArgumentException>(() => InteractionMatrix.FromRows(4, [0, 1], [1, 3], [1, 2]));
        Assert.Throws<ArgumentException>(() => InteractionMatrix.FromRows(4, [], [], []));
        Assert.Throws<ArgumentException>(() => InteractionMatrix.FromRows(4, [0, 2, 1, 2], [1, 3], [1, 2]));
        Assert.Throws<ArgumentException>(() => InteractionMatrix.FromRows(4, [0, 5, 2], [1, 3], [1, 2]));
        Assert.Throws<ArgumentException>(() => InteractionMatrix.FromRows(4, [0, 2], [3, 1], [1, 2]));
        Assert.Throws<ArgumentException>(() => InteractionMatrix.FromRows(3, [0, 2], [1, 3], [1, 2]));
        Assert.Throws<ArgumentException>(() => InteractionMatrix.FromRows(4, [0, 2], [1, 3], [1]));
    }

    [Fact]
    public void Selected_users_keep_their_items_in_the_order_given()
    {
        InteractionMatrix matrix = InteractionMatrix.From(3, 4, [new(0, 1, 2), new(1, 0), new(2, 3), new(2, 2, 5)]);
        InteractionMatrix selected = matrix.Select([2, 0, 2]);
        Assert.Equal((3, 4), (selected.UserCount, selected.ItemCount));
        Assert.Equal([2, 3], selected.Items(0).ToArray());
        Assert.Equal([2f], selected.Weights(1).ToArray());
        Assert.Equal([5f, 1f], selected.Weights(2).ToArray());
    }

    private static Dictionary<(int User, int Item), float> Cells(InteractionMatrix matrix)
    {
        Dictionary<(int, int), float> cells = [];
        for (int user = 0; user < matrix.UserCount; user++)
        {
            for (int i = 0; i < matrix.Degree(user); i++)
                cells.Add((user, matrix.Items(user)[i]), matrix.Weights(user)[i]);
        }

        return cells;
    }
}
