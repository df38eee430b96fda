namespace Perto.Platform.Tests.Caching;

public sealed class OwedRemovalsTests
{
    private static readonly CacheSpace Space = new("names", 1, new TenantId("acme"));

    [Fact]
    public void What_is_added_while_everything_is_carried_out_is_still_owed()
    {
        var owed = new OwedRemovals();
        owed.Add(Space, new OwedRemoval("before", IsTag: false));
        owed.Add(Space, OwedRemoval.Everything);
        (CacheSpace space, OwedRemoval removal, long number) = Assert.Single(owed.List());
        Assert.Equal(OwedRemoval.Everything, removal);

        owed.Add(Space, new OwedRemoval("meanwhile", IsTag: false));
        owed.Settled(space, removal, number);

        Assert.Equal("meanwhile", Assert.Single(owed.List()).Removal.Name);
    }

    [Fact]
    public void One_that_is_owed_again_while_it_is_carried_out_is_still_owed()
    {
        var owed = new OwedRemovals();
        var film = new OwedRemoval("film", IsTag: true);
        owed.Add(Space, film);
        (_, _, long number) = Assert.Single(owed.List());

        owed.Add(Space, film);
        owed.Settled(Space, film, number);
        Assert.True(owed.Any);
        owed.Settled(Space, film, Assert.Single(owed.List()).Number);

        Assert.False(owed.Any);
    }
}
