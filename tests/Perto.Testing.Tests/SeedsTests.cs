using FsCheck;
using FsCheck.Fluent;

namespace Perto.Testing.Tests;

public sealed class SeedsTests
{
    [Fact]
    public void A_test_has_one_seed_and_two_tests_have_two()
    {
        Assert.Equal(Seeds.Of(), Seeds.Of());
        Assert.NotEqual(Seeds.Of("one"), Seeds.Of("two"));
        Assert.Equal(Seeds.Random().Next(), Seeds.Random().Next());
    }

    [Fact]
    public void A_property_meets_the_same_cases_each_time_and_as_many_as_asked()
    {
        List<int> first = Cases();

        Assert.Equal(first, Cases());
        Assert.Equal(30, first.Count);
        Assert.True(first.Distinct().Count() > 5);

        static List<int> Cases()
        {
            var seen = new List<int>();
            Check.One(Seeds.Property(cases: 30), Prop.ForAll<int>(seen.Add));
            return seen;
        }
    }

    [Fact]
    public void A_property_that_does_not_hold_fails_the_test() =>
        Assert.ThrowsAny<Exception>(() => Check.One(Seeds.Property(), Prop.ForAll<int>(number => number < 5)));
}
