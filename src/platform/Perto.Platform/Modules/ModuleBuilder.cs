using System.Reflection;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Perto.Platform;

/// <summary>What a module brings: schema, settings, services, endpoints, workers, metrics, personal data.</summary>
public sealed class ModuleBuilder
{
    private readonly string _name;
    private readonly PertoBuilder _perto;
    private readonly List<PersonalDataTable> _personalData = [];
    private readonly List<string> _meters = [];
    private Assembly? _schema;
    private Action<IEndpointRouteBuilder>? _endpoints;
    private Action<IEndpointRouteBuilder>? _rootEndpoints;

    internal ModuleBuilder(string name, PertoBuilder perto)
    {
        _name = name;
        _perto = perto;
    }

    /// <summary>Migrations embedded in <paramref name="assembly"/> as <c>Migrations/NNNN_name.sql</c>.</summary>
    public ModuleBuilder Schema(Assembly assembly)
    {
        _schema = assembly;
        return this;
    }

    /// <summary>
    /// Settings under <c>Perto:{section}</c>, bound and validated by their data annotations when the host starts; a mistake is an
    /// <see cref="InvalidSettingException"/> that names the setting.
    /// </summary>
    public ModuleBuilder Settings<TSettings>(string section)
        where TSettings : class
    {
        IConfigurationSection configuration = _perto.Configuration.GetSection(section);
        _perto.Services.AddOptions<TSettings>().Configure(settings => SettingsBinding.Bind(configuration, settings)).ValidateOnStart();
        return this;
    }

    /// <summary>The module's own services.</summary>
    public ModuleBuilder Services(Action<IServiceCollection> register)
    {
        register(_perto.Services);
        return this;
    }

    /// <summary>Endpoints under <c>/v1/{name}</c>.</summary>
    public ModuleBuilder Endpoints(Action<IEndpointRouteBuilder> map)
    {
        _endpoints = map;
        return this;
    }

    /// <summary>
    /// Endpoints outside <c>/v1/{name}</c>, at the addresses at which clients of other products look for them; they belong to the module as the others
    /// do, with the same keys, limits and documents.
    /// </summary>
    /// <remarks>Each says with <see cref="WireFormatEndpointExtensions.InWireFormat{TBuilder}"/> whose language it speaks.</remarks>
    public ModuleBuilder RootEndpoints(Action<IEndpointRouteBuilder> map)
    {
        _rootEndpoints = map;
        return this;
    }

    /// <summary>Background work of <c>perto serve</c>; left out with <c>--workers false</c>.</summary>
    public ModuleBuilder Worker<TWorker>()
        where TWorker : class, IHostedService
    {
        if (_perto.Settings.Workers)
            _perto.Services.AddHostedService<TWorker>();
        return this;
    }

    /// <summary>
    /// Handles the outbox messages of <paramref name="topic"/>, which <see cref="Outbox"/> takes; left to other processes with <c>--workers false</c>.
    /// </summary>
    /// <typeparam name="THandler">An <see cref="IOutboxDatabaseHandler"/> or an <see cref="IOutboxHandler"/>; one for all messages.</typeparam>
    /// <param name="topic">1 to 100 of a-z, 0-9, <c>_</c>, <c>.</c> and <c>-</c>, beginning with the module's name: <c>streaming.embed</c>.</param>
    /// <param name="options">How it is handled; null: the defaults.</param>
    /// <exception cref="ArgumentException">The topic's name or an option cannot be used, or the handler is none.</exception>
    public ModuleBuilder OutboxHandler<THandler>(string topic, OutboxTopicOptions? options = null)
        where THandler : class
    {
        if (!typeof(IOutboxDatabaseHandler).IsAssignableFrom(typeof(THandler)) && !typeof(IOutboxHandler).IsAssignableFrom(typeof(THandler)))
            throw new ArgumentException($"{typeof(THandler).Name} is neither an {nameof(IOutboxDatabaseHandler)} nor an {nameof(IOutboxHandler)}", nameof(topic));
        _perto.Services.TryAddSingleton<THandler>();
        _perto.Services.AddSingleton(new OutboxTopic(topic, options ?? OutboxTopicOptions.Default, services => services.GetRequiredService<THandler>()));
        return this;
    }

    /// <summary>
    /// Work that is done by a schedule, once in a cluster, by servers with workers. <c>Perto:Jobs:{name}:Schedule</c> and <c>:Enabled</c>
    /// change it.
    /// </summary>
    /// <param name="name">1 to 64 characters of a-z, 0-9 and <c>-</c>; the same on every server, and in the run log for ever.</param>
    /// <param name="schedule">When it runs where the settings say nothing.</param>
    /// <param name="options">How it is treated.</param>
    /// <exception cref="ArgumentException">The name is not valid.</exception>
    /// <exception cref="InvalidSettingException">A setting of the job cannot be used.</exception>
    public ModuleBuilder Job<TJob>(string name, JobSchedule schedule, JobOptions? options = null)
        where TJob : class, IScheduledJob
    {
        _perto.Services.AddSingleton(ScheduledJobs.Define<TJob>(name, schedule, options ?? new JobOptions(), _perto.Configuration));
        return this;
    }

    /// <summary>Lets a derived collection be embedded anew under a model.</summary>
    public ModuleBuilder Embedder<TEmbedder>()
        where TEmbedder : class, IRecordEmbedder
    {
        _perto.Services.AddSingleton<IRecordEmbedder, TEmbedder>();
        return this;
    }

    /// <summary>A singleton of the module that declares caches when it is made: operators then see them from the start.</summary>
    public ModuleBuilder DeclaresCaches<TService>()
        where TService : class
    {
        _perto.Services.AddSingleton(new CacheOwner(services => services.GetRequiredService<TService>()));
        return this;
    }

    /// <summary>The name of a <see cref="System.Diagnostics.Metrics.Meter"/> and activity source to publish.</summary>
    public ModuleBuilder Telemetry(string name)
    {
        _meters.Add(name);
        return this;
    }

    /// <summary>A time series for the console's overview, taken from one of the module's instruments.</summary>
    /// <param name="name">As the overview names it: <c>recommendations</c>.</param>
    /// <param name="instrument">A counter, or a histogram in seconds.</param>
    /// <param name="statistic">What is kept of it.</param>
    public ModuleBuilder Series(string name, string instrument, SeriesStatistic statistic)
    {
        _perto.Services.AddSingleton(new SeriesDefinition(name, instrument, statistic));
        return this;
    }

    /// <summary>A feature view that every tenant has; <see cref="FeatureStore"/> reads and writes it.</summary>
    /// <exception cref="InvalidValueException">The definition breaks a rule.</exception>
    public ModuleBuilder Features(params ReadOnlySpan<FeatureView> views)
    {
        foreach (FeatureView view in views)
        {
            view.Check();
            _perto.Services.AddSingleton(new DeclaredView(view));
        }
        return this;
    }

    /// <summary>
    /// A table that holds personal data, and the column that names the person. Declare a table before the one it refers to:
    /// that is the order of an erasure.
    /// </summary>
    /// <param name="table">The table; its first column is <c>tenant</c>.</param>
    /// <param name="subjectColumn">The column with the person's id.</param>
    /// <param name="timeColumn">The column with the moment that a row is about, in Unix microseconds: settings may then limit how long rows are kept.</param>
    /// <exception cref="ArgumentException">A name has another character than a-z, 0-9 and <c>_</c>.</exception>
    public ModuleBuilder PersonalData(string table, string subjectColumn, string? timeColumn = null)
    {
        _personalData.Add(new PersonalDataTable(
            SqlName.Require(table), SqlName.Require(subjectColumn), timeColumn is null ? null : SqlName.Require(timeColumn)));
        return this;
    }

    /// <summary>A place with personal data that is no table; erased after all tables, in the order of the declarations.</summary>
    public ModuleBuilder PersonalData<TSource>()
        where TSource : class, IPersonalDataSource
    {
        _perto.Services.AddSingleton<IPersonalDataSource, TSource>();
        return this;
    }

    /// <summary>A derived vector collection whose records are about people.</summary>
    /// <param name="alias">As <see cref="DerivedCollections"/> knows it.</param>
    /// <param name="subjectField">The payload field with the person's id: a keyword, keywords or an integer; null: the record's id is the person's.</param>
    public ModuleBuilder PersonalCollection(string alias, string? subjectField = null)
    {
        _perto.Services.AddSingleton(new PersonalCollection(_name, alias, subjectField));
        return this;
    }

    internal PertoModule Build() => new(_name, _schema, _endpoints, _meters, _personalData) { RootEndpoints = _rootEndpoints };
}
