using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>Describes the application; <see cref="Build"/> ends the description.</summary>
public interface IDistributedApplicationBuilder
{
    /// <summary>Configuration of the application host itself: settings files, environment, command line.</summary>
    ConfigurationManager Configuration { get; }

    /// <summary>The folder of the application host's project.</summary>
    string AppHostDirectory { get; }

    /// <summary>The assembly of the application host.</summary>
    Assembly? AppHostAssembly { get; }

    /// <summary>Development or Production.</summary>
    IHostEnvironment Environment { get; }

    /// <summary>Services of the application host itself: health checks, hosted services.</summary>
    IServiceCollection Services { get; }

    /// <summary>Run mode or publish mode.</summary>
    DistributedApplicationExecutionContext ExecutionContext { get; }

    /// <summary>What the application consists of.</summary>
    IResourceCollection Resources { get; }

    /// <summary>Adds a resource; its name must be new.</summary>
    IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource;

    /// <summary>A builder for a resource that is not, or not yet, part of the application.</summary>
    IResourceBuilder<T> CreateResourceBuilder<T>(T resource)
        where T : IResource;

    /// <summary>Ends the description.</summary>
    DistributedApplication Build();
}

/// <summary>What the application consists of, in the order in which it was added.</summary>
public interface IResourceCollection : IList<IResource>;

/// <summary>How the application host was asked to work.</summary>
public enum DistributedApplicationOperation
{
    /// <summary>Start everything here and now.</summary>
    Run,

    /// <summary>Write deployment files; not part of this subset.</summary>
    Publish,
}

/// <summary>How the application host was asked to work.</summary>
public class DistributedApplicationExecutionContext(DistributedApplicationOperation operation)
{
    /// <summary>Run or Publish.</summary>
    public DistributedApplicationOperation Operation { get; } = operation;

    /// <summary>Whether processes are started.</summary>
    public bool IsRunMode => Operation == DistributedApplicationOperation.Run;

    /// <summary>Whether deployment files are written; never in this subset.</summary>
    public bool IsPublishMode => Operation == DistributedApplicationOperation.Publish;
}

/// <summary>How the builder starts.</summary>
public sealed class DistributedApplicationOptions
{
    /// <summary>The command line, read as configuration.</summary>
    public string[]? Args { get; set; }

    /// <summary>The application host's assembly name, when it is not the entry assembly.</summary>
    public string? AssemblyName { get; set; }

    /// <summary>Runs without the dashboard, as tests do.</summary>
    public bool DisableDashboard { get; set; }
}

/// <summary>The application cannot be described, started or run as asked; the message is one sentence.</summary>
public class DistributedApplicationException : Exception
{
    /// <summary>Without a message.</summary>
    public DistributedApplicationException()
    {
    }

    /// <summary>With a sentence for the person who started the application.</summary>
    public DistributedApplicationException(string message) : base(message)
    {
    }

    /// <summary>With a sentence and what lies behind it.</summary>
    public DistributedApplicationException(string message, Exception inner) : base(message, inner)
    {
    }
}
