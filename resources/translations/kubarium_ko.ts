<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko" sourcelanguage="en">
<context>
    <name>kubarium::gui::Appearance</name>
    <message>
        <source>Light theme</source>
        <translation>밝은 테마</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>어두운 테마</translation>
    </message>
</context>
<context>
    <name>kubarium::gui::EmptyBox</name>
    <message>
        <source>A Kubernetes cluster in a glass box</source>
        <translation>유리 상자 속의 쿠버네티스 클러스터</translation>
    </message>
    <message>
        <source>The box is still empty. Manifests can already be checked, in a terminal:</source>
        <translation>상자는 아직 비어 있습니다. 매니페스트는 지금도 터미널에서 검사할 수 있습니다.</translation>
    </message>
</context>
<context>
    <name>kubarium::gui::MainWindow</name>
    <message>
        <source>About Kubarium</source>
        <translation>Kubarium 정보</translation>
    </message>
    <message>
        <source>No cluster</source>
        <translation>클러스터 없음</translation>
    </message>
    <message>
        <source>Kubarium %1 · Kubernetes %2 API</source>
        <translation>Kubarium %1 · 쿠버네티스 %2 API</translation>
    </message>
    <message>
        <source>Kubarium %1: a Kubernetes cluster in a glass box</source>
        <translation>Kubarium %1: 유리 상자 속의 쿠버네티스 클러스터</translation>
    </message>
    <message>
        <source>The Kubernetes API it knows is that of %1.

The sources of Kubarium are under the Apache License 2.0. The program as a whole is under the GNU General Public License 3, because it is linked with Qt Charts and QScintilla. The Nanum fonts are under the SIL Open Font License 1.1.</source>
        <translation>쿠버네티스 %1의 API를 기준으로 합니다.

Kubarium의 소스는 Apache License 2.0을 따릅니다. Qt Charts 및 QScintilla와 링크되므로 프로그램 전체에는 GNU General Public License 3이 적용됩니다. 나눔 글꼴은 SIL Open Font License 1.1을 따릅니다.</translation>
    </message>
</context>
</TS>
