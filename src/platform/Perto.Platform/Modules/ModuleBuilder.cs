using System.Reflection;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
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

    /// <summary>Background work of <c>perto serve</c>; left out with <c>--workers false</c>.</summary>
    public ModuleBuilder Worker<TWorker>()
        where TWorker : class, IHostedService
    {
        if (_perto.Settings.Workers)
            _perto.Services.AddHostedService<TWorker>();
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

    internal PertoModule Build() => new(_name, _schema, _endpoints, _meters, _personalData);
}
