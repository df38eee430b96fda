using Perto.Vectors.Storage;

namespace Perto.Vectors.Tests.Storage;

public sealed class StoreCrashTests
{
    private const int Seeds = 3;

    [Fact]
    public async Task A_loss_of_power_at_any_operation_loses_nothing_that_was_acknowledged_and_shows_no_write_by_half()
    {
        int operations = await CountAsync();
        for (int operation = 1; operation <= operations; operation++)
        {
            SimulatedFiles files = new();
            files.CrashAt(operation);
            StoreWorkload workload = new(files, StoredThings.Options);
            await RunUntilItBreaksAsync(workload, files);
            for (int seed = 0; seed < Seeds; seed++)
                await GoesOnAsync(files.Restart(seed), workload.Model.Copy());
        }
    }

    [Fact]
    public async Task The_end_of_the_process_at_any_operation_loses_nothing_either_even_if_the_power_goes_after_the_next_opening()
    {
        int operations = await CountAsync();
        for (int operation = 1; operation <= operations; operation += 2)
        {
            SimulatedFiles files = new();
            files.CrashAt(operation);
            StoreWorkload workload = new(files, StoredThings.Options);
            await RunUntilItBreaksAsync(workload, files);

            SimulatedFiles next = files.RestartProcess();
            EmbeddedVectorStore store = EmbeddedVectorStore.Open(next, StoredThings.Options);
            await workload.Model.HoldsAsync(store);
            await GoesOnAsync(next.Restart(operation), workload.Model);
        }
    }

    [Theory]
    [InlineData(Fault.InputOutput)]
    [InlineData(Fault.NoSpace)]
    [InlineData(Fault.ShortWrite)]
    [InlineData(Fault.FailingSync)]
    internal async Task A_failure_of_any_operation_is_told_and_loses_nothing_that_was_acknowledged(Fault fault)
    {
        int operations = await CountAsync();
        int told = 0;
        for (int operation = 1; operation <= operations; operation++)
        {
            List<StorageException> faults = [];
            SimulatedFiles files = new();
            files.FailAt(operation, fault);
            StoreWorkload workload = new(files, StoredThings.Options with { BackgroundFault = faults.Add });
            StorageException? thrown = null;
            try
            {
                await workload.RunAsync();
            }
            catch (StorageException failure)
            {
                thrown = failure;
            }
            told += thrown is not null || faults.Count > 0 ? 1 : 0;
            Assert.True(thrown is not null || faults.Count > 0, $"operation {operation} failed and nobody was told");
            if (workload.Store is { } store && workload.Model.Acknowledged.Count > 0)
                await ReadsGoOnAsync(store, workload.Model, thrown!);
            await GoesOnAsync(files.Restart(operation), workload.Model);
        }
        Assert.Equal(operations, told);
    }

    private static async Task ReadsGoOnAsync(EmbeddedVectorStore store, StoreModel model, StorageException thrown)
    {
        IVectorCollection? things = await store.FindAsync(StoredThings.Tenant, StoredThings.Name);
        Assert.NotNull(things);
        Assert.Equal(model.Acknowledged.Count, (await StoreModel.ContentAsync(things)).Length);
        CollectionHealth health = await things.HealthAsync();
        if (health.Writable)
            return;
        Assert.Equal(HealthState.Degraded, health.State);
        Assert.Contains(thrown.File, health.Reason);
        await Assert.ThrowsAnyAsync<StorageException>(async () => await things.UpsertAsync(StoredThings.Record(new Random(1), "later")));
    }

    // What survived is right, takes writes, and is right again when it is opened once more.
    private static async Task GoesOnAsync(SimulatedFiles files, StoreModel model)
    {
        await using (EmbeddedVectorStore store = EmbeddedVectorStore.Open(files, StoredThings.Options))
        {
            await model.HoldsAsync(store);
            IVectorCollection things = await StoredThings.OpenAsync(store);
            await model.UpsertAsync(things, StoredThings.Record(new Random(7), "a-0"), StoredThings.Record(new Random(8), "z-0"));
            await model.DeleteAsync(things, "word", "ash");
        }
        await using EmbeddedVectorStore again = EmbeddedVectorStore.Open(files, StoredThings.Options);
        await model.HoldsAsync(again);
    }

    private static async Task<int> CountAsync()
    {
        int ofGraphs = 0;
        SimulatedFiles files = new() { Before = (_, name) => ofGraphs += name.EndsWith(".graph", StringComparison.Ordinal) ? 1 : 0 };
        StoreWorkload workload = new(files, StoredThings.Options);
        await workload.RunAsync();
        int operations = files.Operations;
        Assert.True(ofGraphs > 0);
        await using EmbeddedVectorStore store = EmbeddedVectorStore.Open(files, StoredThings.Options);
        await workload.Model.HoldsAsync(store);
        return operations;
    }

    private static async Task RunUntilItBreaksAsync(StoreWorkload workload, SimulatedFiles files)
    {
        try
        {
            await workload.RunAsync();
        }
        catch (SimulatedCrashException)
        {
        }
        catch (StorageException fault)
        {
            Assert.IsType<SimulatedCrashException>(Innermost(fault));
        }
        Assert.True(files.Crashed);
    }

    private static Exception Innermost(Exception fault) => fault.InnerException is { } inner ? Innermost(inner) : fault;
}
