// hnswlib (C++) on the vectors of a figure: builds, finds the narrowest ef of a ladder that gives the recall, and searches in a closed loop for a time,
// on one thread and on as many as asked for. Prints one JSON line.
//
//   hnswlib VECTORS ROWS DIMENSION QUERIES NEAREST K RECALL THREADS SECONDS
//
// VECTORS holds ROWS + QUERIES rows of unit float32 vectors, the queries behind; NEAREST the numbers of the K nearest rows of each query, as int32.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "hnswlib.h"

using Clock = std::chrono::steady_clock;

static double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

template <typename T>
static std::vector<T> read(const char *file, size_t count) {
    std::vector<T> values(count);
    std::ifstream stream(file, std::ios::binary);
    if (!stream.read(reinterpret_cast<char *>(values.data()), static_cast<std::streamsize>(count * sizeof(T)))) {
        std::fprintf(stderr, "hnswlib: %s is shorter than %zu values\n", file, count);
        std::exit(1);
    }
    return values;
}

struct Load {
    double perSecond, p50, p99;
};

struct Peer {
    size_t rows, dimension, queries, k;
    std::vector<float> vectors;
    std::vector<int> nearest;
    hnswlib::InnerProductSpace space;
    hnswlib::HierarchicalNSW<float> index;

    Peer(size_t rows, size_t dimension, size_t queries, size_t k, const char *file, const char *nearestFile)
        : rows(rows), dimension(dimension), queries(queries), k(k), vectors(read<float>(file, (rows + queries) * dimension)),
          nearest(read<int>(nearestFile, queries * k)), space(dimension), index(&space, rows, 16, 200) {}

    const float *row(size_t i) const { return vectors.data() + i * dimension; }

    double build(size_t threads) {
        auto start = Clock::now();
        index.addPoint(row(0), 0);
        std::atomic<size_t> next{1};
        std::vector<std::thread> workers;
        for (size_t t = 0; t < threads; t++)
            workers.emplace_back([&] {
                for (size_t i; (i = next++) < rows;)
                    index.addPoint(row(i), i);
            });
        for (auto &worker : workers)
            worker.join();
        return rows / since(start);
    }

    double recall(size_t ef) {
        index.setEf(ef);
        size_t found = 0;
        for (size_t q = 0; q < queries; q++) {
            auto hits = index.searchKnn(row(rows + q), k);
            for (; !hits.empty(); hits.pop())
                found += std::count(&nearest[q * k], &nearest[q * k] + k, static_cast<int>(hits.top().second));
        }
        return found / static_cast<double>(queries * k);
    }

    Load load(size_t threads, double seconds) {
        std::vector<std::vector<double>> taken(threads);
        auto start = Clock::now();
        std::vector<std::thread> workers;
        for (size_t t = 0; t < threads; t++)
            workers.emplace_back([&, t] {
                for (size_t q = t * queries / threads; since(start) < seconds; q = (q + 1) % queries) {
                    auto began = Clock::now();
                    index.searchKnn(row(rows + q), k);
                    taken[t].push_back(since(began));
                }
            });
        for (auto &worker : workers)
            worker.join();
        double elapsed = since(start);
        std::vector<double> all;
        for (auto &own : taken)
            all.insert(all.end(), own.begin(), own.end());
        std::sort(all.begin(), all.end());
        return {all.size() / elapsed, all[all.size() / 2] * 1e6, all[all.size() * 99 / 100] * 1e6};
    }
};

int main(int count, char **arguments) {
    if (count != 10) {
        std::fprintf(stderr, "usage: hnswlib VECTORS ROWS DIMENSION QUERIES NEAREST K RECALL THREADS SECONDS\n");
        return 1;
    }
    size_t threads = std::stoul(arguments[8]);
    double wanted = std::stod(arguments[7]), seconds = std::stod(arguments[9]);
    Peer peer(std::stoul(arguments[2]), std::stoul(arguments[3]), std::stoul(arguments[4]), std::stoul(arguments[6]), arguments[1], arguments[5]);
    double built = peer.build(std::thread::hardware_concurrency());
    size_t ef = 10;
    double recall = peer.recall(ef);
    for (; recall < wanted && ef < 2000; recall = peer.recall(ef))
        ef = std::max(ef + 2, ef * 11 / 10);
    peer.load(threads, seconds / 10);
    Load one = peer.load(1, seconds), many = threads == 1 ? one : peer.load(threads, seconds);
    std::printf(
        "{\"build_per_second\":%.0f,\"ef\":%zu,\"recall\":%.4f,\"one_thread_per_second\":%.0f,\"per_second\":%.0f,\"p50_microseconds\":%.1f,\"p99_microseconds\":%.1f}\n",
        built, ef, recall, one.perSecond, many.perSecond, many.p50, many.p99);
}
